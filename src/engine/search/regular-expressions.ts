import { setFlagsFromString } from 'node:v8';

/**
 * From now on V8 changes over to its engine without backtracking, in the whole process, where an expression has gone back 50,000
 * times on one text: `(a+)+x` then takes time that grows with the text. It knows no back references, no looking around and no
 * flags i and u; an expression with those goes on as ever, and its thread is ended when that takes too long.
 */
export const preferLinearRegularExpressions = (): void =>
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
