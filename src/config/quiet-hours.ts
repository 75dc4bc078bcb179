import { field } from './fields.ts';
import { bad, good } from './read-secret.ts';

/** `22:00`. */
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** `22:00-07:00`, a time of every day; read as its beginning and its end. */
export const quietHours = () =>
  field<{ readonly from: string; readonly until: string }>({ type: 'string' }, (value) => {
    const parts = typeof value === 'string' ? value.split(/[-–]/).map((part) => part.trim().padStart(5, '0')) : [];
    const [from, until, more] = parts;
    if (from === undefined || until === undefined || more !== undefined || !parts.every((part) => TIME.test(part))) {
      return bad('must be two times of the day such as 22:00-07:00');
    }
    return from === until ? bad(`ends when it begins, at ${from}`) : good({ from, until });
  });
