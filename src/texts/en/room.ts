export const enRoom = {
  'room.placeholder': '',
} as const;
