import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { LanguageSupport } from '@codemirror/language';
import { spansOf, styleLines } from './highlight.ts';
import { languageAtHand, loadLanguage } from './languages.ts';
import './code.css';

export interface CodeLine {
  /** Number shown beside it; lines with the same number need another key. */
  readonly line: number;
  readonly text: string;
  readonly marks: readonly { readonly start: number; readonly end: number }[];
}

interface CodeLinesProps {
  readonly path: string;
  readonly lines: readonly CodeLine[];
  /** Characters taken off the start of every line. */
  readonly indent: number;
}

function useLanguage(path: string): LanguageSupport | null {
  const [language, setLanguage] = useState(() => languageAtHand(path));
  useEffect(() => {
    let live = true;
    const load = async (): Promise<void> => {
      const loaded = await loadLanguage(path);
      if (live) setLanguage(loaded);
    };
    void load();
    return () => {
      live = false;
    };
  }, [path]);
  return language;
}

/** A few lines of code with numbers, colours and marked words, on one line each. */
export function CodeLines({ path, lines, indent }: CodeLinesProps): ReactNode {
  const language = useLanguage(path);
  const styled = useMemo(() => styleLines(lines.map(({ text }) => text).join('\n'), language), [lines, language]);
  return (
    <span className="code-lines">
      {lines.map(({ line, text, marks }, row) => (
        <span key={line} className="code-lines__line">
          <span className="code-lines__number">{line}</span>
          <span className="code-lines__text" dir="ltr">
            {spansOf(text.length, styled[row] ?? [], marks)
              .filter(({ end }) => end > indent)
              .map(({ start, end, style, marked }) => {
                const piece = text.slice(Math.max(start, indent), end);
                return marked ? (
                  <mark key={start} className={style} data-text="code">
                    {piece}
                  </mark>
                ) : (
                  <span key={start} className={style} data-text="code">
                    {piece}
                  </span>
                );
              })}
          </span>
        </span>
      ))}
    </span>
  );
}
