/** The page of a meeting invitation. */
export const enMeeting = {
  'site.meeting.title': 'You are invited to a meeting',
  'site.meeting.lead': 'One press of the button takes you there. Nothing happens until you press it.',
  'site.meeting.room': 'Room',
  'site.meeting.everyRoom': 'any room; you choose it there',
  'site.meeting.as': 'You join as',
  'site.meeting.moderator': 'moderator',
  'site.meeting.until': 'The invitation is valid until',
  'site.meeting.at': 'The meeting is at',
  'site.meeting.name': 'Your name',
  'site.meeting.nameHint': 'Everyone in the meeting sees it.',
  'site.meeting.nameEmpty': 'Enter the name that others will see.',
  'site.meeting.send': 'Join the meeting',
  'site.meeting.unknown.title': 'This link does not work',
  'site.meeting.unknown.text':
    'Part of it may have been lost on the way, or the meeting was long ago. Please copy the whole link from the invitation, or ask whoever invited you for a new one.',
  'site.meeting.usedUp.title': 'This invitation has been used up',
  'site.meeting.usedUp.text':
    'It was valid for a certain number of people, and that many have already joined with it. Please ask whoever invited you for a new one.',
  'site.meeting.ended.title': 'This invitation has expired',
  'site.meeting.ended.text': 'Its time is over. Please ask whoever invited you for a new one.',
  'site.meeting.revoked.title': 'This invitation is no longer valid',
  'site.meeting.revoked.text': 'It has been withdrawn. Please ask whoever invited you for a new one.',
  'site.meeting.refused.title': 'This invitation lets nobody in',
  'site.meeting.refused.text':
    'It asks for more than our server grants, and trying again does not change that. Please ask whoever invited you for a new one; the log of the server says what is wrong with this one.',
  'site.guestsHome.title': 'Meetings for guests',
  'site.guestsHome.text':
    'There is nothing to do on this page. If you were invited to a meeting, open the link of your invitation.',
} as const;
