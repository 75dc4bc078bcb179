/** Letters tried out, links of the past, and requests that cannot be answered. */
export const enProblems = {
  'site.letterCheck.title': 'A letter of ours',
  'site.letterCheck.good': 'The link has arrived exactly as it was sent.',
  'site.letterCheck.bad':
    'The link has been changed on its way, or belongs to another try. If your mail provider rewrites links, switch that off for these letters.',
  'site.oldLink.title': 'This link is from our former program',
  'site.oldLink.text':
    'It can no longer be used. Please apply here anew: it takes two minutes, and a letter with a new link follows at once.',

  'site.problem.back': 'Please go back one page in your browser and try again.',
  'site.problem.badRequest.title': 'This request cannot be read',
  'site.problem.badRequest.text': 'What your browser sent is damaged or incomplete. Nothing was changed.',
  'site.problem.notUtf8.title': 'These characters cannot be read',
  'site.problem.notUtf8.text': 'What was sent is not valid UTF-8 text. Nothing was changed.',
  'site.problem.otherSite.title': 'This did not come from our page',
  'site.problem.otherSite.text':
    'For your safety only forms of {{origin}} itself are taken. Nothing was changed. Please open that address and start there.',
  'site.problem.oldForm.title': 'This page was open for too long',
  'site.problem.oldForm.text':
    'Its form no longer fits your visit, or your browser keeps no cookies for this page. Nothing was changed. Go back, load the page anew, and try again.',
  'site.problem.notFound.title': 'There is no such page',
  'site.problem.notFound.text': 'Perhaps the address was mistyped, or a part of a link was lost on the way.',
  'site.problem.method.title': 'That is not possible here',
  'site.problem.method.text': 'This address does not take this kind of request. Nothing was changed.',
  'site.problem.tooLarge.title': 'That was too much text',
  'site.problem.tooLarge.text':
    'More was sent than our form can hold. Nothing was changed. Go back and shorten your text.',
  'site.problem.media.title': 'This kind of data is not taken',
  'site.problem.media.text': 'Only ordinary forms in UTF-8 are taken here. Nothing was changed.',
  'site.problem.tooMany.title': 'Too many at once',
  'site.problem.tooMany.text': 'Please wait a little: you can go on from {{when}} on. Nothing was changed.',
  'site.fault.title': 'Something is out of order',
  'site.fault.wait_one': 'Nothing you have done before is lost. Please look in again in about a minute.',
  'site.fault.wait_other': 'Nothing you have done before is lost. Please look in again in about {{count}} minutes.',
  'site.fault.ours': 'This is our fault, not yours. Nothing you have done before is lost. Please try again later.',
  'site.fault.id': 'If you tell us about it, name this number: {{id}}',
} as const;
