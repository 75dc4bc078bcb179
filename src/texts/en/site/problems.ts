/** The mail check's test link, links from before Porter, refused requests, and faults. */
export const enProblems = {
  'site.letterCheck.title': 'A test email from us',
  'site.letterCheck.good': 'The link arrived exactly as it was sent.',
  'site.letterCheck.bad':
    'The link was changed on the way, or belongs to another test. If your email provider rewrites links, switch that off for these emails.',
  'site.oldLink.title': 'This link is from our previous system',
  'site.oldLink.text':
    'It no longer works. Please apply again here: it takes two minutes, and an email with a new link follows at once.',

  'site.problem.back': 'Please go back one page in your browser and try again.',
  'site.problem.badRequest.title': 'This request could not be read',
  'site.problem.badRequest.text': 'What your browser sent was damaged or incomplete. Nothing was changed.',
  'site.problem.notUtf8.title': 'These characters could not be read',
  'site.problem.notUtf8.text': 'What was sent is not valid UTF-8 text. Nothing was changed.',
  'site.problem.otherSite.title': 'This did not come from our page',
  'site.problem.otherSite.text':
    'For your safety, only forms from {{origin}} itself are accepted. Nothing was changed. Please open that address and start there.',
  'site.problem.oldForm.title': 'This page was open for too long',
  'site.problem.oldForm.text':
    'Its form has expired, or your browser does not keep cookies for this page. Nothing was changed. Go back, reload the page, and try again.',
  'site.problem.notFound.title': 'There is no such page',
  'site.problem.notFound.text': 'The address may have been mistyped, or part of a link may have been lost on the way.',
  'site.problem.method.title': 'That is not possible here',
  'site.problem.method.text': 'This address does not accept this kind of request. Nothing was changed.',
  'site.problem.tooLarge.title': 'That was too much text',
  'site.problem.tooLarge.text':
    'More was sent than our form can hold. Nothing was changed. Go back and shorten your text.',
  'site.problem.media.title': 'This kind of data is not accepted',
  'site.problem.media.text': 'Only ordinary forms in UTF-8 are accepted here. Nothing was changed.',
  'site.problem.tooMany.title': 'Too many at once',
  'site.problem.tooMany.text': 'Please wait a little: you can continue {{when}}. Nothing was changed.',
  'site.fault.title': 'Something is not working',
  'site.fault.wait_one': 'Nothing you did before is lost. Please check back in about a minute.',
  'site.fault.wait_other': 'Nothing you did before is lost. Please check back in about {{count}} minutes.',
  'site.fault.ours': 'This is our fault, not yours. Nothing you did before is lost. Please try again later.',
  'site.lasting.title': 'This cannot be done at present',
  'site.lasting.homeserver':
    'Our server does not let this page do its work, and waiting does not change that: the people who run it have to put something right. Nothing you did before is lost, and your link stays valid. Please tell them.',
  'site.lasting.refused':
    'Our server has refused exactly this, and would refuse it again. Only the people who run it can find out why. Nothing you did before is lost. Please tell them.',
  'site.lasting.unreadable':
    'What we have stored about this can no longer be read, and trying again does not help: the people who run the server have to put it right. Please tell them.',
  'site.lasting.passwords':
    'Passwords cannot be checked here, and trying again does not help: a part of our program is missing, and the people who run the server have to put it back. Your link stays valid. Please tell them.',
  'site.lasting.other':
    'This does not work, and trying again does not help: the people who run the server have to look at it. Nothing you did before is lost. Please tell them.',
  'site.fault.id': 'If you tell us about it, mention this number: {{id}}',
} as const;
