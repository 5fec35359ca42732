import {
  type Extension,
  RangeSet,
  type RangeSet as MarkerSet,
  StateEffect,
  StateField,
  type Text,
} from '@codemirror/state';
import { gutter, GutterMarker } from '@codemirror/view';
import { visibleText } from '../../../shared/visible-text.ts';
import { ageStep, formatAge } from '../format.ts';

/** What the gutter shows of one line. Lines of the same commit that follow each other form a run; only its first names the author. */
export interface GutterLine {
  /** 1-based. */
  readonly line: number;
  readonly commit: string;
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly when: number;
  readonly committed: boolean;
}

const setBlame = StateEffect.define<readonly GutterLine[]>();

/** The first line of a run names its author; so does a line now and then further down, so that one is always in sight. */
type Label = 'first' | 'again' | 'none';

const linesBetweenLabels = 12;

class BlameMarker extends GutterMarker {
  readonly #blame: GutterLine;
  readonly #label: Label;
  readonly #now: number;

  constructor(blame: GutterLine, label: Label, now: number) {
    super();
    this.#blame = blame;
    this.#label = label;
    this.#now = now;
    this.elementClass = label === 'first' ? 'cm-blame-first' : '';
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof BlameMarker && other.#label === this.#label && other.#blame.commit === this.#blame.commit;
  }

  override toDOM(): Node {
    const { author, when, committed } = this.#blame;
    const element = document.createElement('span');
    element.className = committed ? `cm-blame cm-blame-${ageStep(when, this.#now)}` : 'cm-blame cm-blame-none';
    const add = (className: string, text: string): void => {
      const part = document.createElement('span');
      part.className = className;
      part.textContent = visibleText(text);
      element.append(part);
    };
    add('cm-blame-author', this.#label === 'none' ? '' : committed ? author : 'not committed');
    add('cm-blame-age', this.#label !== 'none' && committed ? formatAge(when, this.#now) : '');
    add('cm-blame-bar', '');
    return element;
  }
}

function markersOf(lines: readonly GutterLine[], document: Text): MarkerSet<GutterMarker> {
  const now = Date.now();
  const inOrder = lines.filter(({ line }) => line <= document.lines).toSorted((a, b) => a.line - b.line);
  let run = 0;
  return RangeSet.of(
    inOrder.map((blame, i) => {
      const before = inOrder[i - 1];
      const first = before === undefined || before.commit !== blame.commit || before.line !== blame.line - 1;
      run = first ? 0 : run + 1;
      const label = first ? 'first' : run % linesBetweenLabels === 0 ? 'again' : 'none';
      return new BlameMarker(blame, label, now).range(document.line(blame.line).from);
    }),
  );
}

const markers = StateField.define<MarkerSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update: (old, transaction) => {
    const effect = transaction.effects.find((each) => each.is(setBlame));
    return effect === undefined ? old : markersOf(effect.value, transaction.state.doc);
  },
});

interface GutterEvents {
  readonly onHover: (line: number | null, at: DOMRect | null) => void;
  readonly onClick: (line: number) => void;
}

/** Author, age (colour and height of a bar) and commit of every line. */
export function blameGutter({ onHover, onClick }: GutterEvents): Extension {
  return [
    markers,
    gutter({
      class: 'cm-blame-gutter',
      markers: (view) => view.state.field(markers),
      domEventHandlers: {
        mousemove: (view, block, event) => {
          const line = view.state.doc.lineAt(block.from).number;
          const element = event.target instanceof Element ? event.target.closest('.cm-gutterElement') : null;
          onHover(line, element?.getBoundingClientRect() ?? null);
          return false;
        },
        mouseleave: () => {
          onHover(null, null);
          return false;
        },
        click: (view, block) => {
          onClick(view.state.doc.lineAt(block.from).number);
          return true;
        },
      },
    }),
  ];
}

export const blameEffect = (lines: readonly GutterLine[]): StateEffect<readonly GutterLine[]> => setBlame.of(lines);
