import { rootReason, sandboxReason } from './probe.mjs';

/**
 * How a program ended: with a code, by a signal, or never started.
 *
 * @typedef {object} End
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {NodeJS.ErrnoException} [error]
 */

/** What Electron, Chromium and the system's loader write when they can't start, with what it means. First match counts. */
const known = /** @type {const} */ ([
  [
    /error (?:while )?loading shared librar(?:y|ies):? ([^\s:]+)/i,
    (/** @type {string} */ name) => `the library ${name} is missing`,
  ],
  [/Library not loaded: (\S+)/, (/** @type {string} */ name) => `the library ${name} is missing`],
  [/version [`']([A-Z]+_[\d.]+)' not found/, (/** @type {string} */ name) => `this system is too old (no ${name})`],
  [/running as root without --no-sandbox/i, () => rootReason],
  [
    /no usable sandbox|suid sandbox helper|setuid sandbox|zygote_host_impl|credentials\.cc|failed to move to new namespace/i,
    (/** @type {string} */ _, /** @type {string} */ program) => sandboxReason(program),
  ],
  [
    /missing x server|cannot open display|unable to open x display|failed to connect to wayland|platform failed to initialize/i,
    () => 'the display can not be opened',
  ],
  [/GPU process isn't usable/i, () => 'the graphics driver can not be used'],
  // What a shell says of a program that is none here.
  [/syntax error|exec format error|cannot execute binary/i, () => 'this Electron is for another system or processor'],
  [/no space left on device/i, () => 'there is no space left, on the disk or in shared memory'],
]);

/**
 * Why Electron ended before its window was shown, in words.
 *
 * @param {End} end
 * @param {string} output what it wrote to stderr
 * @param {string} program its path
 */
export function whyEnded(end, output, program) {
  for (const [pattern, explain] of known) {
    const match = pattern.exec(output);
    if (match) return explain(match[1] ?? '', program);
  }
  // It is there, so it is its loader that is not.
  if (end.error?.code === 'ENOENT') return 'this system has not the C library that Electron needs (glibc)';
  if (end.error) return `Electron can not be run (${end.error.code ?? end.error.message})`;
  if (end.code === 127) return 'a library that Electron needs is missing';
  if (end.code === 126) return 'Electron can not be run (no permission)';
  return `Electron ended (${describeEnd(end)}) before its window was shown`;
}

/** @param {End} end */
function describeEnd({ code, signal }) {
  return signal ?? `exit code ${code}`;
}
