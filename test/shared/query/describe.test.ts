import { expect, it } from 'vitest';
import { mayNotEnd } from '../../../src/shared/query/index.ts';

// The command line asks such queries of a thread that can be ended; any other it answers itself, and would hang.
it('expressions and globs of many stars are told from queries that come to an end', () => {
  const told = ['/a+/', 'x /(a+)+$/i', 'path:**/*a*a*b', 'x -symbol:a*b*c*d', 'file:+(a)*(b)+(c)'];
  const others = ['open a file', 'path:src/**', 'path:src/**/x.ts y', 'symbol:*Query', '"a * b * c * d"', 'a*b*c*d'];
  expect([told.filter(mayNotEnd), others.filter(mayNotEnd)]).toEqual([told, []]);
});
