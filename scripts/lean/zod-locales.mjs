/** The release keeps one of zod's 50 languages, because Porter has its own sentences for problems. */
export { default as en } from 'zod/v4/locales/en.js';
