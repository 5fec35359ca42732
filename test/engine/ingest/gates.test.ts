import { describe, expect, it } from 'vitest';
import { skipByText } from '../../../src/engine/ingest/content-gate.ts';
import { trustedTime } from '../../../src/engine/ingest/read-one.ts';

const code = 'export function add(a: number, b: number): number {\n  return a + b;\n}\n';

describe('gates', () => {
  it('leave out minified code but not prose, short one-liners or code with one long line', () => {
    expect(skipByText('bundle.js', { text: 'var a=1;'.repeat(5000) })?.reason).toBe('minified');
    expect(skipByText('notes.md', { text: `${'word '.repeat(1000)}\n`.repeat(5) })).toBeNull();
    expect(skipByText('one.js', { text: 'var a=1;'.repeat(200) })).toBeNull();
    expect(skipByText('table.ts', { text: `${code.repeat(200)}const data = "${'x'.repeat(5000)}";\n` })).toBeNull();
    expect(skipByText('mac.js', { text: 'var a = 1;\r'.repeat(2000) })).toBeNull();
  });
});

describe('trustedTime', () => {
  it('does not trust a time at which the file could still change unseen', () => {
    expect(trustedTime(1_000_500.5, 1_000_510)).toBe(-1);
    expect(trustedTime(1_000_500.5, 1_000_600)).toBe(1_000_500.5);
    expect(trustedTime(1_000_000, 1_001_500)).toBe(-1);
    expect(trustedTime(1_000_000, 1_002_500)).toBe(1_000_000);
    // Clocks of network drives run ahead.
    expect(trustedTime(2_000_000.5, 1_000_000)).toBe(-1);
  });
});
