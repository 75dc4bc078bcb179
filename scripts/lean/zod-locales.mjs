/** Porter's own problems are told in its own words: of 50 languages of zod's the release keeps one. */
export { default as en } from 'zod/v4/locales/en.js';
