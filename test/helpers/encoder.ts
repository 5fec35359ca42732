/** Every character that a decoder of the runtime knows, with its bytes: the runtime encodes UTF-8 alone. */
export function encoderOf(encoding: string): (text: string) => Buffer {
  const known = new Map<string, number[]>();
  const decoder = new TextDecoder(encoding);
  for (let first = 255; first >= 0; first -= 1) {
    const alone = decoder.decode(Buffer.of(first));
    if (alone.length === 1 && alone !== '\ufffd') known.set(alone, [first]);
    else
      for (let second = 255; second >= 0x40; second -= 1) {
        const pair = decoder.decode(Buffer.of(first, second));
        if (pair.length === 1 && pair !== '\ufffd') known.set(pair, [first, second]);
      }
  }
  return (text) => Buffer.from(Array.from(text).flatMap((character) => known.get(character) ?? [0x3f]));
}
