import { enRoomDoor } from './room-door.ts';
import { enRoomHints } from './room-hints.ts';
import { enRoomWelcome } from './room-welcome.ts';

/*
 * What Porter says in the team room. Callers make values inert first (`inert` in registration/team). `number` is a short ID
 * with its `#`: `#12`. `by` is a person: `Ada (@ada:example.org)`.
 */
export const enRoom = {
  ...enRoomDoor,
  ...enRoomHints,
  ...enRoomWelcome,
  // ---- the live notice ----
  'room.notice.title': '{{number}} · {{name}} would like to join',
  'room.notice.matrixId': 'Matrix ID',
  'room.notice.mail': 'Email',
  'room.notice.mailDomain': 'an address at {{domain}}',
  'room.notice.mailHidden': 'proved, not shown here',
  'room.notice.language': 'Language',
  'room.notice.applied': 'Applied',
  'room.notice.appliedProved': '{{time}}, address proved {{took}}',
  'room.notice.noneGiven': 'none given',
  'room.notice.approve': '✅ {{have}} of {{needed}}',
  'room.notice.decline': '❌ {{have}} of {{needed}}',
  'room.notice.nobody': 'nobody yet',
  'room.notice.more': 'and {{more}} more',
  'room.notice.howTo':
    'React with ✅ to let them in or with ❌ to refuse. If both sides reach their number, it is a refusal. Porter’s own marks do not count.',
  'room.notice.commands':
    'Or write: !porter approve {{id}} · !porter decline {{id}} because … · !porter show {{id}} · !porter help',
  'room.notice.undo':
    '!porter undo {{id}} takes this back: an approval until the welcome link is used, a refusal until it is sent.',
  'room.took.soon': 'less than a minute later',
  'room.took.minutes_one': '{{count}} minute later',
  'room.took.minutes_other': '{{count}} minutes later',
  'room.took.hours_one': '{{count}} hour later',
  'room.took.hours_other': '{{count}} hours later',
  'room.took.days_one': '{{count}} day later',
  'room.took.days_other': '{{count}} days later',
  'room.byCommandLine': '{{user}} (command line)',

  // ---- the state of an application ----
  'room.outcome.waiting': 'Waiting for your votes.',
  'room.outcome.approved': 'Approved by {{by}}. What follows is told in the thread.',
  'room.outcome.approvedLater': 'Approved by {{by}}. Votes count until {{time}}; then the account is made.',
  'room.outcome.nameLost':
    'Approved by {{by}}, but somebody else has {{userId}} now. The applicant is asked for another name; the decision stands.',
  'room.outcome.admitted': 'Approved by {{by}}. The account is made; the welcome link has not been used yet.',
  'room.outcome.settled': 'Approved by {{by}}. {{userId}} has set a password.',
  'room.outcome.declined': 'Declined by {{by}}. Votes count until {{time}}; then the refusal is sent.',
  'room.outcome.closed': 'Declined by {{by}}. What became of the refusal email is told in the thread.',
  'room.outcome.nobodyDecided': 'Expired: nobody decided in time.',
  'room.outcome.noNamePicked': 'Expired: it was approved, but the applicant picked no other name in time.',
  'room.outcome.notProved': 'Expired: the address was never proved.',
  'room.outcome.accountGone': 'Ended: the account was closed on the homeserver before a password was set.',
  'room.outcome.withdrawn': 'Withdrawn by the applicant.',

  // ---- news in the thread of the notice ----
  'room.thread.accountMade': 'The account {{userId}} is made. The welcome email follows.',
  'room.thread.missedRoom': 'The account works, but {{userId}} could not be brought into the welcome room {{room}}.',
  'room.thread.missedRoom.byHand':
    'Porter does not try again for {{userId}}: once that is mended, somebody in that room types there: /invite {{userId}}',
  'room.thread.missedRooms':
    'The account works, but it is not known whether {{userId}} is in the welcome rooms: the homeserver refused ({{code}}), and the log of Porter says more. Porter does not try again: where {{userId}} is missing, somebody in that room types there: /invite {{userId}}',
  'room.thread.addressNotBound':
    'The account {{userId}} is made without its email address, because another account has that address by now. The welcome email goes there all the same; a forgotten password cannot be reset by email.',
  'room.thread.nameLostTouched':
    'Somebody else took {{userId}} in the very moment in which the account was to be made. The external ids (single sign-on) of that account were replaced, nothing else: a server admin compares them with what they should be. The applicant is asked by email to pick another name. The decision stands.',
  'room.thread.nameLost':
    'Somebody else took {{userId}} before the account was made. That account was not touched; the applicant is asked by email to pick another name. The decision stands.',
  'room.thread.namePicked': 'The applicant picked another name: {{userId}}.',
  'room.thread.refusalSent': 'The refusal email has been sent.',
  'room.thread.refusalUndeliverable':
    'The refusal email could not be delivered: the mail server refused it for good. The application is closed all the same.',
  'room.thread.refusalOut':
    'The refusal email was already on its way when the decision changed. It has gone out: write to the applicant if it no longer holds.',
  'room.thread.welcomeChosenUndeliverable':
    'The welcome email could not be delivered: the mail server refused it for good. The account of application {{id}} is open all the same, with the password that was chosen on the form; nobody has told its owner.',
  'room.thread.welcomeUndeliverable':
    'The welcome email could not be delivered: the mail server refused it for good. Once the mailbox takes mail again, !porter resend {{id}} sends another one; !porter undo {{id}} takes the approval back.',
  'room.thread.nameLostUndeliverable':
    'The email that asks for another name could not be delivered: the mail server refused it for good. Once the mailbox takes mail again, !porter resend {{id}} sends it again; !porter undo {{id}} takes the approval back.',
  'room.thread.expiredUndeliverable':
    'The email about this could not be delivered: the mail server refused it for good. The applicant has not been told.',
  'room.thread.letterGivenUp':
    'An email to the applicant was not delivered, and Porter has stopped trying. The applicant has not been told. On the server, porter outbox show {{job}} says why; once that is mended, porter outbox retry {{job}} tries again.',
  'room.thread.welcomeUsed': '{{userId}} has set a password and can log in.',
  'room.thread.welcomeUnused':
    'The welcome link has expired unused. {{userId}} gets a new one by email, and will not be reminded again; !porter undo {{id}} takes the approval back.',
  'room.thread.undone': '{{by}} took the decision back: voting starts again with this new notice.',
  'room.thread.undoneLocked':
    '{{by}} took the decision back: the welcome link is void, the account is locked, and voting starts again with this new notice.',
  'room.thread.expired': 'Nobody decided in time: this application has expired, and the applicant is told by email.',
  'room.thread.noNamePicked':
    'The applicant picked no other name in time: this application has expired, and the applicant is told by email.',
  'room.announce.vote': 'The notice is in the team room: please vote there.',
  'room.thread.withdrawn': 'The applicant has withdrawn.',
  'room.thread.reopened': '{{by}} opened this application again: voting starts with this new notice.',
  'room.thread.accountGone':
    'The account {{userId}} is closed or not there any more, so nobody can enter it: the welcome link is void, this application has ended, and the applicant has been told. If it was a mistake, make the account active again on the homeserver, then !porter reopen {{id}}.',
  'room.thread.accountLocked':
    'The account {{userId}} is locked on the homeserver: no password can be set, and whoever opens the welcome link is told so. It works again once a server admin unlocks the account; !porter undo {{id}} takes the approval back.',
  'room.thread.passwordsOff':
    'The applicant opened the welcome link, but the homeserver lets nobody set a password (password_config in homeserver.yaml). The link stays valid and works once that is mended.',
  'room.thread.delayed':
    'The account could not be made for an hour. Porter keeps trying, and the applicant is told by email that it takes longer.',
  'room.thread.accountGivenUp':
    'The account was not made, and Porter has stopped trying. On the server, porter outbox show {{job}} says why; once that is mended, porter outbox retry {{job}} tries again. !porter undo {{id}} takes the approval back.',
  'room.thread.refusalGivenUp':
    'The refusal email was not sent, and Porter has stopped trying. On the server, porter outbox show {{job}} says why; once that is mended, porter outbox retry {{job}} tries again. !porter undo {{id}} takes the refusal back.',
  'room.thread.accountDropped':
    'On the server somebody gave up the job that makes this account, so it will not be made. !porter undo {{id}} takes the approval back.',
  'room.thread.refusalDropped':
    'On the server somebody gave up the refusal email, so the applicant will not be told. !porter undo {{id}} takes the refusal back.',
  'room.thread.letterDropped':
    'On the server somebody gave up an email to the applicant, so it will not be sent. !porter resend {{id}} sends the email that is due now.',
  'room.thread.approved': '{{by}} approved this by command.',
  'room.thread.approvedBecause': '{{by}} approved this by command: {{reason}}',
  'room.thread.declined': '{{by}} declined this by command.',
  'room.thread.declinedBecause': '{{by}} declined this by command: {{reason}}',
  'room.thread.roundOver': 'Voting goes on with a new notice. Marks on this one no longer count.',
  'room.thread.noticeRemoved':
    'The earlier notice of this application is not in the room any more: somebody removed it, or the room deletes old messages. So voting starts again here.',
  'room.removedTooQuickly':
    'A notice was removed from this room again within an hour, so I do not post it once more at once. If the room or the homeserver deletes messages by itself, have it keep them longer (m.room.retention). I look every six hours, and post again what is missing.',
  'room.outside': 'About {{number}} ({{userId}}):',
  'room.thread.takenBackLate': '{{by}} took a vote back, but the decision has already taken effect. It stands.',
  'room.thread.encryptedVote':
    '{{by}}, your reaction reached me encrypted, so I cannot read it and it does not count. React once more with Element or another app that sends reactions as they are; where none does, the operator decides with porter applications.',
  'room.thread.otherSign':
    'Only ✅ and ❌ count as votes ({{by}} used another sign). Also understood: ✔ ☑ 👍 for yes, ✖ 👎 for no.',

  // ---- the practice notice ----
  'room.practice.title': 'Porter is here',
  'room.practice.body':
    'Applications will be posted in this room. React to this message with ✅ to see that your votes reach me: I answer in its thread.',
  'room.practice.reached': 'Your reaction reached me, {{by}}.',
  'room.practice.mayVote': 'You may vote.',
  'room.practice.mayNot': 'You may not vote under the present rules.',
  'room.practice.meaningApprove': 'On an application this sign would let the applicant in.',
  'room.practice.meaningDecline': 'On an application this sign would refuse the applicant.',
  'room.practice.meaningNothing': 'On an application this sign would not count: use ✅ or ❌.',
  'room.practice.voters_one': 'One person may vote at this moment:',
  'room.practice.voters_other': '{{count}} people may vote at this moment:',
  'room.practice.noVoters':
    'Nobody may vote at this moment: the setting registration.voters names nobody who has joined this room.',
  'room.practice.quorum': 'It takes {{approvals}} × ✅ to let somebody in and {{declines}} × ❌ to refuse.',

  // ---- trouble with the room ----
  'room.encrypted':
    'This room is encrypted. I can read reactions, so votes count, but I cannot read messages: replies and commands do not reach me here.',
  'room.stopped.room-public':
    'Decisions are stopped: this room is public. Make it invite-only, then votes are counted again; none is lost.',
  'room.stopped.room-knockable':
    'Decisions are stopped: anybody can knock at this room. Make it invite-only, then votes are counted again; none is lost.',
  'room.stopped.room-restricted':
    'Decisions are stopped: members of other rooms can join this one by themselves. Make it invite-only, then votes are counted again; none is lost.',
  'room.stopped.room-version-unknown':
    'Decisions are stopped: I do not know this room version and cannot judge who may vote. Use a room of version 10, 11 or 12.',
  'room.stopped.room-encrypted':
    'Decisions are stopped: this room is encrypted and the configuration says registration.encryptedRoom: refuse.',
  'room.stopped.room-forgetful':
    'Decisions are stopped: this room deletes messages within an hour, too soon to vote on them. An admin of the room lets it keep them longer (m.room.retention in the state of the room).',
  'room.stopped.other': 'Decisions are stopped. The log and /readyz say why; no vote is lost.',
  'room.goesOn': 'Decisions go on: what stopped them is mended, and the votes given meanwhile are counted.',
  'room.backAgain': 'I am in this room again: decisions go on, and the votes given meanwhile are counted.',

  'room.trouble': 'I cannot make accounts at present, and nobody can apply. {{sentence}} {{remedy}}',

  // ---- emails that wait ----
  'room.mail.waits': 'Emails wait since {{time}}: {{why}}. They go out by themselves once that is mended.',
  'room.mail.outage':
    'No email has gone out since {{time}}: {{why}}. Nothing is lost: emails to applicants wait and go out by themselves once that is mended. On the server, porter check says what to do.',
  'room.mail.over': 'Emails go out again. Those that waited are on their way.',
  'room.channel.stopped':
    'Notifications over {{channel}} do not go out, as was found {{time}}: {{why}} Nothing is lost: they wait, and go out once that is mended. On the server, porter outbox list --target {{channel}} shows them.',
  'room.channel.over': 'Notifications over {{channel}} go out again. Those that waited are on their way.',
  'room.mail.why.down': 'the mail server does not answer',
  'room.mail.why.login-refused': 'the mail server refuses Porter’s log-in',
  'room.mail.why.no-login': 'the mail server offers no log-in',
  'room.mail.why.tls': 'the connection to the mail server is not safe',
  'room.mail.why.relay-refused': 'the mail server does not pass on Porter’s emails',
  'room.mail.why.blocked': 'the mail server blocks Porter',
  'room.mail.why.other': 'something that they need does not work',

  // ---- replies to room commands ----
  'room.answer.approved': '{{number}} is approved.',
  'room.answer.declined': '{{number}} is declined. The refusal email will be sent at {{time}}.',
  'room.answer.declinedBefore': '{{number}} is declined.',
  'room.answer.undone': 'The decision on {{number}} is taken back; voting starts again with a new notice.',
  'room.answer.reopened': '{{number}} is open again; voting starts with a new notice.',
  'room.answer.resent': 'The email about {{number}} will be sent once more.',
  'room.answer.listTitle_one': 'One open application:',
  'room.answer.listTitle_other': '{{count}} open applications:',
  'room.answer.listEmpty': 'No application is open.',
  'room.answer.listMore': 'More than {{count}} are open; these are the newest.',
  'room.answer.listLine': '{{number}} {{userId}}: {{stage}} since {{time}}',
  'room.answer.votes': 'Votes',
  'room.answer.voteIdle': '(does not count)',
  'room.answer.history': 'What happened',
  'room.answer.historyLine': '{{time}} · {{by}}: {{what}}',
  'room.answer.historyDetail': '{{time}} · {{by}}: {{what}} ({{detail}})',
  'room.by.applicant': 'the applicant',
  'room.by.porter': 'Porter',
  'room.what.submit': 'applied',
  'room.what.prove': 'proved the address',
  'room.what.wrong-code': 'typed a wrong code',
  'room.what.correct-address': 'corrected the address',
  'room.what.end-proof': 'ended it after too many wrong codes',
  'room.what.withdraw': 'withdrew',
  'room.what.expire': 'let it expire',
  'room.what.votes-are': 'counted the votes',
  'room.what.decide': 'decided by command',
  'room.what.undo': 'took the decision back',
  'room.what.reopen': 'opened it again',
  'room.what.new-round': 'posted a new notice',
  'room.what.account-made': 'made the account',
  'room.what.account-gone': 'found the account closed',
  'room.what.name-lost': 'found the name taken',
  'room.what.pick-name': 'picked another name',
  'room.what.refusal-sent': 'closed it',
  'room.what.link-used': 'set a password',
  'room.what.letter': 'sent an email',
  'room.what.resend': 'asked for an email once more',
  'room.what.address-not-bound': 'made the account without its address',
  'room.detail.proof.link': 'by the link',
  'room.detail.proof.code': 'by the code',
  'room.detail.proof.import': 'before it came to Porter',
  'room.detail.wrongCodes': '{{wrong}} of {{most}}',
  'room.detail.votes_one': '{{count}} vote',
  'room.detail.votes_other': '{{count}} votes',
  'room.detail.round': 'round {{round}}',
  'room.detail.room-moved': 'the team room is another one',
  'room.detail.restored': 'a backup was restored',
  'room.detail.notice-removed': 'the notice was removed',
  'room.detail.expired.not-proved': 'the address was not proved',
  'room.detail.expired.too-many-codes': 'too many wrong codes',
  'room.detail.expired.nobody-decided': 'nobody decided',
  'room.detail.expired.no-name-picked': 'no other name was picked',
  'room.detail.expired.account-gone': 'the account was closed',
  'room.detail.undelivered': 'refused by the mail server',
  'room.letter.prove': 'proof of the address',
  'room.letter.received': 'application received',
  'room.letter.welcome': 'welcome',
  'room.letter.welcome-chosen': 'welcome, with the password from the form',
  'room.letter.welcome-reminder': 'reminder of the welcome link',
  'room.letter.approved-delayed': 'approved, but delayed',
  'room.letter.name-lost': 'pick another name',
  'room.letter.refused': 'refusal',
  'room.letter.expired': 'end of the application',
  'room.letter.address-changed': 'address corrected',
  'room.letter.already-account': 'has an account already',
  'room.letter.already-open': 'has an open application already',
  'room.help.title': 'What I understand',
  'room.help.address':
    'Begin with !porter or mention me. In a reply to a notice, or in its thread, the number can be left out, and approve, decline or show may stand alone.',
  'room.help.because': 'because …',
  'room.help.list': 'applications that are open',
  'room.help.show': 'one application and what happened to it',
  'room.help.approve': 'let somebody in, whatever the votes say',
  'room.help.decline': 'refuse; the reason is for the team and is not sent',
  'room.help.resend': 'the email that is due now, once more',
  'room.help.undo': 'take an approval back until the welcome link is used, or a refusal until it is sent',
  'room.help.reopen': 'take a declined or expired application back to voting',
  'room.help.help': 'these lines',
  'room.help.votes': 'Votes are reactions on a notice: ✅ or ❌.',

  // ---- refusals ----
  'room.refused.unknown-application': 'There is no application {{number}}.',
  'room.refused.not-proved':
    'The applicant of {{number}} has not proved the email address, so there is nothing to decide yet. If the letter got lost, !porter resend {{number}} sends another one.',
  'room.refused.never-proved':
    'The email address of {{number}} was never proved, so it cannot be opened again. The applicant can apply anew.',
  'room.refused.not-decided': '{{number}} is not decided, so there is nothing to take back. Its stage: {{stage}}.',
  'room.refused.open-already': '{{number}} is open to your votes already.',
  'room.refused.not-waiting': 'That does not fit {{number}} now. Its stage: {{stage}}.',
  'room.refused.too-late': 'It is too late for that: {{number}} has gone on. Its stage: {{stage}}.',
  'room.refused.stopped':
    'Decisions are stopped because of the state of this room. The log and /readyz say what to mend; nothing is lost.',
  'room.refused.name-taken': 'The name of {{number}} is no longer free.',
  'room.refused.address-in-use': 'The applicant of {{number}} has another open application by now.',
  'room.refused.account-closed':
    'The account of {{number}} is closed on the homeserver, or not there any more, so nobody could enter it. I did not do that. If it was closed by mistake, a server admin makes it active again there, then: !porter reopen {{number}}. Otherwise the applicant can apply again, with another name.',
  'room.refused.account-locked':
    'The account of {{number}} is locked on the homeserver, so the link in that email would not let anybody in. I did not send it. A server admin unlocks the account there; then send this once more.',
  'room.refused.letter-waits':
    'That email about {{number}} is waiting to be sent already, so nothing is added: the applicant would get it twice.',
  'room.refused.nothing-to-send': 'There is no email to send for {{number}} now. Its stage: {{stage}}.',
  'room.refused.not-a-voter':
    '{{by}}, I take commands only from people who may vote here. Ask an admin of this room or look at registration.voters.',
  'room.refused.old': 'This command is more than 15 minutes old, so I did not follow it. Please send it again.',
  'room.refused.which': 'Which application? Give its number, e.g. !porter {{word}} 12, or reply to its notice.',
  'room.refused.unknown-word': 'I do not know “{{word}}”. !porter help says what I understand.',
  'room.refused.no-word': '!porter help says what I understand.',

  'room.stage.submitted': 'address not proved yet',
  'room.stage.waiting': 'waiting for votes',
  'room.stage.approved': 'approved',
  'room.stage.admitted': 'account made, welcome link not used yet',
  'room.stage.settled': 'settled, a password is set',
  'room.stage.declined': 'declined, refusal not sent yet',
  'room.stage.closed': 'declined',
  'room.stage.expired': 'expired',
  'room.stage.withdrawn': 'withdrawn',
} as const;
