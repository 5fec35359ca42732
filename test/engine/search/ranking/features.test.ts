import { describe, expect, it } from 'vitest';
import { understand } from '../../../../src/engine/search/query/index.ts';
import { definitionOf, soughtSymbols } from '../../../../src/engine/search/ranking/features.ts';
import { chunkRow, definedName } from '../../../helpers/candidates.ts';

const value = (query: string, name: string, kind: string): number =>
  definitionOf(soughtSymbols(understand(query).symbols), chunkRow(1, { symbols: [definedName(name, kind)] })).value;

describe('definitionOf', () => {
  // Catches a capital that says nothing: `Request` then finds a function of that name as surely as the class.
  it.each(['class', 'interface', 'type', 'enum', 'module'])('prefers a %s where the name has a capital', (kind) => {
    expect(value('Request', 'Request', kind)).toBeGreaterThan(value('Request', 'Request', 'function'));
    expect(value('Request', 'Request', kind)).toBeGreaterThan(value('Request', 'Request', 'method'));
  });

  it('has no such preference where the name has none', () => {
    expect(value('request', 'request', 'function')).toBe(value('request', 'request', 'class'));
  });

  it('is surer of the name as it is written than of other cases', () => {
    expect(value('parseHeader', 'parseHeader', 'function')).toBeGreaterThan(
      value('parseHeader', 'ParseHeader', 'function'),
    );
    expect(value('parseHeader', 'parseHeaders', 'function')).toBe(0);
  });
});
