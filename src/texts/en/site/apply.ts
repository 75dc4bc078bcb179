/** The application form, and why it may not be sent. */
export const enApply = {
  'site.apply.title': 'Apply for an account',
  'site.apply.lead': 'Tell us who you are. People on our team read every application and reply by email.',
  'site.apply.optional': '{{label}} (optional)',
  'site.apply.trap': 'Leave this field empty',
  'site.apply.send': 'Send my application',
  'site.apply.limited.day':
    'So many people have applied today that we cannot take more for now. You can send this form again {{when}}.',
  'site.apply.limited.domain':
    'Many applications have come from your email provider today. You can send this form again {{when}}, or now with an address at another provider.',
  'site.apply.limited.open': 'Our team still has many applications to read. You can send this form again {{when}}.',
  'site.apply.limited.unproved': 'Many people are applying at this moment. You can send this form again {{when}}.',
  'site.apply.limited.network':
    'Several applications have come from your network. You can send this form again {{when}}.',
  'site.apply.limited.checks': 'That was a little too fast. Please send the form again in a moment.',
  'site.apply.oldForm':
    'This form had expired: it was open for a long time, or your browser does not keep cookies for this page. Nothing was sent. Please send it once more.',
  'site.apply.fault':
    'We could not take your application just now, and nothing was sent. What you typed is still below: please send it again in a minute. If it happens again, tell us this number: {{id}}',
  'site.apply.closedMeanwhile':
    'Applications are closed at the moment. What you typed is still below: keep this page open and send it later.',

  'site.onceMore.title': 'Once more, please',
  'site.onceMore.text':
    'Bots fill in forms like this one too, and very quickly. Please press the button once more so that we know you are a person. Nothing you typed is lost.',
  'site.onceMore.send': 'Yes, send my application',
  'site.onceMore.back': 'Change something first',

  'site.closed.title': 'Not open yet',
  'site.closed.text':
    'We cannot take applications at the moment, because our side is not ready yet. Please check back later.',
} as const;
