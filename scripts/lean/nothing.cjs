/** In place of a package that another one loads and whose work nobody asks for. */
module.exports = () => {
  throw new Error('a package was called that is no part of the release');
};
