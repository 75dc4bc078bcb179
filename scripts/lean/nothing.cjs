/** Stands in for a package that another package loads but never uses. */
module.exports = () => {
  throw new Error('a package was called that is no part of the release');
};
