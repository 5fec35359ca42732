import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** Lines to bring out, 1-based and inclusive, and the words in them that matched. */
export interface Hit {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly marks: readonly { readonly line: number; readonly start: number; readonly end: number }[];
}

const setHit = StateEffect.define<Hit | null>();

const lineMark = Decoration.line({ class: 'cm-hit-line' });
const wordMark = Decoration.mark({ class: 'cm-hit-mark' });

const decorations = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (old, { effects, state }) => {
    const effect = effects.find((each) => each.is(setHit));
    if (effect === undefined) return old;
    const hit = effect.value;
    if (hit === null) return Decoration.none;
    const ranges = [];
    const last = Math.min(hit.lastLine, state.doc.lines);
    for (let line = hit.firstLine; line <= last; line++) ranges.push(lineMark.range(state.doc.line(line).from));
    for (const { line, start, end } of hit.marks) {
      if (line > state.doc.lines) continue;
      const { from, length } = state.doc.line(line);
      if (start < end && end <= length) ranges.push(wordMark.range(from + start, from + end));
    }
    return Decoration.set(ranges, true);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const hitRange: Extension = decorations;
export const hitEffect = (hit: Hit | null): StateEffect<Hit | null> => setHit.of(hit);
