import { LanguageDescription, type LanguageSupport } from '@codemirror/language';
import { languages } from '@codemirror/language-data';

const byPath = (path: string): LanguageDescription | null =>
  LanguageDescription.matchFilename(languages, path.slice(path.lastIndexOf('/') + 1));

const loading = new Map<LanguageDescription, Promise<LanguageSupport | null>>();

/** The editor's language for a file, once loaded; null for text that has none or whose parser does not load. */
export function loadLanguage(path: string): Promise<LanguageSupport | null> {
  const description = byPath(path);
  if (description === null) return Promise.resolve(null);
  const known = loading.get(description);
  if (known !== undefined) return known;
  const started = description.load().catch(() => null);
  loading.set(description, started);
  return started;
}

/** The language if it is there already, without waiting. */
export const languageAtHand = (path: string): LanguageSupport | null => byPath(path)?.support ?? null;
