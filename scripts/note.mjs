/**
 * One line for the person, on stderr.
 *
 * @param {string} text
 */
export function note(text) {
  process.stderr.write(`whence: ${text}\n`);
}
