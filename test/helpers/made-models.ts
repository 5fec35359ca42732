import type { ModelIdentity, ModelKind, ModelSource } from '../../src/engine/models/index.ts';

/** A source that is no folder: a few words and what they mean. */
export interface MadeSource extends ModelSource {
  readonly kind: 'made';
  readonly synonyms: Readonly<Record<string, string>>;
}

const dimensions = 64;

const identityOf = ({ synonyms }: MadeSource): ModelIdentity => ({
  id: 'made',
  revision: JSON.stringify(synonyms),
  dimensions,
  templateVersion: 2,
});

/** A unit vector with one place per word, the same one for synonyms. */
function vectorOf(text: string, synonyms: MadeSource['synonyms']): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) {
    let place = 7;
    for (const letter of synonyms[word] ?? word) place = (place * 31 + letter.charCodeAt(0)) % dimensions;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** All that a further kind of source takes, besides its line among the kinds. */
export const madeModels: ModelKind<MadeSource> = {
  kind: 'made',
  identify: async (source) => identityOf(source),
  open: async (source) => ({
    identity: identityOf(source),
    device: 'made',
    embed: async (texts) => {
      const vectors = new Float32Array(texts.length * dimensions);
      for (const [row, text] of texts.entries()) vectors.set(vectorOf(text, source.synonyms), row * dimensions);
      return { vectors, bad: [] };
    },
    query: async (text) => vectorOf(text, source.synonyms),
    close: async () => undefined,
  }),
};
