import type { enRoomHints } from '../en/room-hints.ts';

export const deRoomHints: Record<keyof typeof enRoomHints, string> = {
  'room.hint.elsewhere':
    '{{by}}, das zählt nicht als Stimme. Für eine Stimme zu {{number}} reagiere mit ✅ oder ❌ auf die neueste Nachricht der Bewerbung selbst, oder schreibe !porter approve {{id}} oder !porter decline {{id}}.',
  'room.hint.loose':
    '{{by}}, ein Zeichen als Nachricht zählt nicht als Stimme. Reagiere mit ✅ oder ❌ auf die Nachricht der Bewerbung, die du meinst; die neueste, die wartet, ist {{number}}.',
  'room.hint.closed': '{{by}}, Stimmen ändern an {{number}} nichts mehr. Stand: {{stage}}.',
};
