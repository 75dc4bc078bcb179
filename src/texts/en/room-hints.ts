/** What Porter tells a person in the team room who did something that looks like a vote and is none. */
export const enRoomHints = {
  'room.hint.elsewhere':
    '{{by}}, this does not count as a vote. To vote on {{number}}, react to its newest notice itself with ✅ or ❌, or write !porter approve {{id}} or !porter decline {{id}}.',
  'room.hint.loose':
    '{{by}}, a sign in a message does not count as a vote. React with ✅ or ❌ to the notice that you mean; the newest one that waits is {{number}}.',
  'room.hint.closed': '{{by}}, votes no longer change {{number}}. Its stage: {{stage}}.',
} as const;
