import { languages } from '../../chunking/index.ts';
import { editDistance } from '../edit-distance.ts';

/** What a language is called: id, label, aliases and extensions without their dot, in lower case. */
export function namesOfLanguage(id: string): readonly string[] {
  const language = languages.find((known) => known.id === id);
  if (language === undefined) return [id];
  const { label, aliases, extensions } = language;
  return [id, label.toLowerCase(), ...aliases, ...extensions.map((extension) => extension.replace(/^\./, ''))];
}

/** Id of a language by what people call it; null for none. */
export function resolveLanguage(name: string): string | null {
  const wanted = name.toLowerCase().replace(/^\./, '');
  return languages.find(({ id }) => namesOfLanguage(id).includes(wanted))?.id ?? null;
}

/** The language whose name is hardly another; null for none. */
export function languageLike(name: string): string | null {
  const wanted = name.toLowerCase();
  const most = wanted.length < 5 ? 1 : 2;
  const near = languages.find(({ id }) =>
    namesOfLanguage(id).some((known) => known.length > 2 && editDistance(known, wanted, most) <= most),
  );
  return near?.id ?? null;
}
