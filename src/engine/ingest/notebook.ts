import { lineAt, lineStarts } from '../text/lines.ts';

/** How far a cell's text is moved to the right at most, to stand below its own place in the file. */
const mostIndented = 40;

/** Levels of JSON down to a line of a cell in the old format. */
const deepestCell = 6;

interface Frame {
  readonly isObject: boolean;
  /** Key of the value that is being read; empty in arrays. */
  key: string;
}

/**
 * What people wrote in a Jupyter notebook: a text of as many lines as the file, in which each line of a cell's source stands on the line that
 * holds it in the file, unescaped; outputs, pictures and metadata are empty lines. Cells begin with `# %%`, or `# %% [markdown]`. Null
 * when it is no notebook.
 */
export function notebookText(text: string): string | null {
  if (!isNotebook(text)) return null;
  const starts = lineStarts(text);
  const lines: string[] = Array.from({ length: starts.length - 1 }, () => '');
  scanStrings(text, (frames, { from, to }) => {
    const place = placeOf(frames);
    if (place === null) return;
    const value: unknown = JSON.parse(text.slice(from, to));
    if (typeof value !== 'string') return;
    const words =
      place === 'type'
        ? value === 'code'
          ? '# %%'
          : `# %% [${value}]`
        : value.trimEnd().replaceAll(/\s*[\r\n]+/g, '  ');
    if (words.trim() === '') return;
    const line = lineAt(starts, from);
    const before = lines[line - 1] ?? '';
    const column = Math.min(mostIndented, from - (starts[line - 1] ?? 0) + 1);
    lines[line - 1] = before === '' ? ' '.repeat(place === 'type' ? 0 : column) + words : `${before}  ${words}`;
  });
  return `${lines.join('\n')}\n`;
}

function isNotebook(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return false;
    return (
      ('cells' in value && Array.isArray(value.cells)) || ('worksheets' in value && Array.isArray(value.worksheets))
    );
  } catch {
    return false;
  }
}

/** Whether a string is a cell's type or part of its source: `cells[].source[]`, in old notebooks `worksheets[].cells[].input[]`. */
function placeOf(frames: readonly Frame[]): 'type' | 'source' | null {
  if (frames.length > deepestCell) return null;
  const keys = frames.map(({ isObject, key }) => (isObject ? key : '[]')).join('/');
  const cell = /^(?:worksheets\/\[\]\/)?cells\/\[\]\/(\w+)(\/\[\])?$/.exec(keys);
  if (cell?.[1] === 'cell_type') return 'type';
  return cell?.[1] === 'source' || cell?.[1] === 'input' ? 'source' : null;
}

/** Calls back for every string of a valid JSON text that is no key; `from` and `to` enclose its quotes. */
function scanStrings(
  text: string,
  onString: (frames: readonly Frame[], place: { from: number; to: number }) => void,
): void {
  const frames: Frame[] = [];
  let isKey = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const top = frames.at(-1);
    if (character === '{' || character === '[') {
      frames.push({ isObject: character === '{', key: '' });
      isKey = character === '{';
    } else if (character === '}' || character === ']') {
      frames.pop();
      isKey = false;
    } else if (character === ',') isKey = top?.isObject === true;
    else if (character === ':') isKey = false;
    else if (character === '"') {
      const end = endOfString(text, at);
      if (!isKey) onString(frames, { from: at, to: end });
      else if (top !== undefined) top.key = text.slice(at + 1, end - 1);
      at = end - 1;
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}
