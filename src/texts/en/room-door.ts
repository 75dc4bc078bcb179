/**
 * What Porter says in the team room about forms that are turned away, and about `!porter event`. `most` is the cap, `time` when it
 * lets somebody in again.
 */
export const enRoomDoor = {
  'room.cap.day':
    '{{most}} applications with a proved address have reached you within a day. That is registration.limits.perDay, so the form asks others to come back ({{time}}). Whoever has sent it before still reaches you, one by one as there is room. !porter list shows what is open; if you want more a day, raise the limit and restart Porter.',
  'room.cap.open':
    '{{most}} applications wait for you. That is registration.limits.open, so the form asks others to come back later, until you have decided some: !porter list.',
  'room.cap.domain':
    '{{most}} applications with addresses at {{domain}} have reached you within a day. That is registration.limits.perDomainPerDay, so the form asks for an address elsewhere. If these are people of yours, add {{domain}} to registration.limits.freeDomains and restart Porter.',
  'room.cap.unproved':
    'Forms come in faster than people prove their addresses: {{most}} within an hour. That is registration.limits.unprovedPerHour, so the form asks others to come back ({{time}}). Most likely strangers fill it in with invented addresses. None of them reaches you, and whoever has proved an address is not held up.',
  'room.cap.letters':
    'Forms with addresses at {{domain}} that nobody has proved: {{most}} within a day. That is registration.limits.unprovedPerDomainPerDay and keeps strangers from flooding that domain with our email. If these are people of yours, add {{domain}} to registration.limits.freeDomains and restart Porter.',
  'room.cap.network':
    'Somebody was asked to come back later, because several applications have come from the same network. If people are sitting together, !porter event 3h lifts the limits per network for that time.',
  'room.event.on':
    'The limits per network do not hold until {{time}}: people who sit together can apply. Still in force: {{perDay}} applications a day, {{perDomain}} a day of one mail domain. !porter event off ends it.',
  'room.event.over': 'The limits per network hold again.',
  'room.event.none':
    'The limits per network hold. !porter event 3h lifts them for three hours, for people who apply together.',
  'room.event.which':
    'For how long? Say it like !porter event 3h or !porter event 90 minutes, a day at most, or !porter event off.',
  'room.help.event': 'lift the limits per network for a while, because people apply together; off ends it',
} as const;
