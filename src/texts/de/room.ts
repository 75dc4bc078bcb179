import type { enRoom } from '../en/room.ts';

export const deRoom: Record<keyof typeof enRoom, string> = {
  'room.placeholder': '',
};
