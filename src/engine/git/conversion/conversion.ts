import { createHash } from 'node:crypto';
import { decoderFor } from '../../text/encoding/declared.ts';
import { decodeWide, type WideEncoding } from '../../text/encoding/wide.ts';
import type { Repository } from '../repository/repository.ts';
import { Attributes } from './attributes.ts';
import type { AttributeState } from './attributes-file.ts';
import { textStatistics, withoutCrlf } from './line-ends.ts';

/** What decides how a file's bytes on disk become those that git stores. */
export interface Rules {
  /** `text`: line ends are always converted; `auto`: where the file looks like text; `keep`: never. */
  readonly lineEnds: 'text' | 'auto' | 'keep';
  /** `$Id: …$` is stored as `$Id$`. */
  readonly ident: boolean;
  /** Of the file on disk, as the attribute names it; null when it is stored as it is. */
  readonly encoding: string | null;
  /** Name of a filter: a program, and never run. */
  readonly filter: string | null;
}

/**
 * git's conversion of a file on its way into the repository (gitattributes(5), "Effects"): attributes and `core.autocrlf` decide. So that
 * what is "not committed yet" is what git says is changed. `core.eol` is only about the other way.
 */
export class Conversion {
  readonly #repository: Repository;
  readonly #attributes: Attributes;

  constructor(repository: Repository) {
    this.#repository = repository;
    this.#attributes = new Attributes(repository);
  }

  /** `path`: from the top of the working tree. */
  rulesOf(path: string): Rules {
    const attributes = this.#attributes.of(path);
    const filter = attributes.get('filter');
    return {
      lineEnds: lineEndsOf(attributes, this.#autoCrlf()),
      ident: attributes.get('ident') === true,
      encoding: encodingOf(attributes.get('working-tree-encoding')),
      filter: typeof filter === 'string' && filter !== '' ? filter : null,
    };
  }

  /**
   * The bytes that git would store for a file's bytes on disk. `committed`: what is stored now, which decides whether line ends of a
   * file that only looks like text are touched. A filter is a program of the repository's choice and is not run: what is left are the
   * other rules.
   */
  toStored(path: string, bytes: Buffer, committed: Buffer | null): Buffer {
    const rules = this.rulesOf(path);
    const decoded = rules.encoding === null ? bytes : decode(bytes, rules.encoding);
    const ended = convertLineEnds(decoded, committed, rules.lineEnds);
    return rules.ident ? withoutIdentity(ended) : ended;
  }

  /** Whether what is committed is a pointer of Git LFS, and the bytes on disk are the file that it stands for. */
  isFileOfPointer(path: string, bytes: Buffer, committed: Buffer | null): boolean {
    return committed !== null && this.rulesOf(path).filter !== null && isLargeFileOf(committed, bytes);
  }

  #autoCrlf(): boolean {
    const { config } = this.#repository;
    return config.get('core.autocrlf')?.toLowerCase() === 'input' || config.getBoolean('core.autocrlf') === true;
  }
}

type States = ReadonlyMap<string, AttributeState>;

function lineEndsOf(attributes: States, autoCrlf: boolean): Rules['lineEnds'] {
  // `crlf` is what `text` was called once.
  const kind = textKind(attributes.get('text')) ?? textKind(attributes.get('crlf'));
  if (kind === 'keep' || kind === 'auto') return kind;
  const eol = attributes.get('eol');
  if (kind === 'text' || eol === 'lf' || eol === 'crlf') return 'text';
  return autoCrlf ? 'auto' : 'keep';
}

function textKind(state: AttributeState | undefined): Rules['lineEnds'] | null {
  if (state === true || state === 'input') return 'text';
  if (state === false) return 'keep';
  return state === 'auto' ? 'auto' : null;
}

const encodingOf = (state: AttributeState | undefined): string | null =>
  typeof state === 'string' && state !== '' && !/^utf-?8$/i.test(state) ? state : null;

function convertLineEnds(bytes: Buffer, committed: Buffer | null, lineEnds: Rules['lineEnds']): Buffer {
  if (lineEnds === 'keep' || bytes.indexOf('\r\n') < 0) return bytes;
  if (lineEnds === 'text') return withoutCrlf(bytes);
  if (textStatistics(bytes).isBinary || (committed !== null && hasCrlf(committed))) return bytes;
  return withoutCrlf(bytes);
}

/** A text that was committed with CRLFs keeps them. */
function hasCrlf(committed: Buffer): boolean {
  if (committed.indexOf('\r\n') < 0) return false;
  const { crlf, isBinary } = textStatistics(committed);
  return crlf > 0 && !isBinary;
}

const withoutIdentity = (bytes: Buffer): Buffer =>
  bytes.indexOf('$Id:') < 0
    ? bytes
    : Buffer.from(bytes.toString('latin1').replace(/\$Id:[^$\n]*\$/g, '$Id$'), 'latin1');

const littleMark = Buffer.from([0xff, 0xfe]);
const bigMark = Buffer.from([0xfe, 0xff]);

/** As UTF-8. Bytes that are not in the encoding, or whose mark is missing or forbidden, stay: git refuses to store those. */
function decode(bytes: Buffer, name: string): Buffer {
  const wide = /^utf-?(16|32)(?:-?([lb]e))?$/i.exec(name) ?? /^utf-?(16)-?(le)(-bom)$/i.exec(name);
  try {
    if (wide !== null) return decodeWithMark(bytes, wide) ?? bytes;
    // To browsers this is Windows-1252, to git what its name says.
    if (/^(?:iso[-_]?8859[-_]?1|latin-?1|l1)$/i.test(name)) return Buffer.from(bytes.toString('latin1'));
    const decoder = decoderFor(name);
    return decoder === null ? bytes : Buffer.from(new TextDecoder(decoder, { fatal: true }).decode(bytes));
  } catch {
    return bytes;
  }
}

/** With an order of bytes in its name, a file must have no mark; without one it must have one; `UTF-16LE-BOM` is read either way. */
function decodeWithMark(bytes: Buffer, wide: RegExpExecArray): Buffer | null {
  const [, bits = '16', order, eitherWay] = wide;
  const marks =
    bits === '16'
      ? { le: littleMark, be: bigMark }
      : { le: Buffer.concat([littleMark, Buffer.alloc(2)]), be: Buffer.concat([Buffer.alloc(2), bigMark]) };
  const starts = (mark: Buffer): boolean => bytes.subarray(0, mark.length).equals(mark);
  const marked = starts(marks.le) ? 'le' : starts(marks.be) ? 'be' : null;
  const named = order?.toLowerCase();
  const needsMark = named === undefined;
  if (eitherWay === undefined && needsMark !== (marked !== null)) return null;
  const unit = Number(bits) / 8;
  if (bytes.length % unit !== 0) return null;
  const encoding: WideEncoding = `utf-${bits === '16' ? '16' : '32'}${(marked ?? named) === 'be' ? 'be' : 'le'}`;
  const text = decodeWide(bytes, encoding);
  return text.includes('\ufffd') ? null : Buffer.from(text);
}

const pointerAtMost = 1024;

/** Whether `bytes` is the file that a pointer of Git LFS stands for. */
function isLargeFileOf(pointer: Buffer, bytes: Buffer): boolean {
  if (pointer.length > pointerAtMost || !pointer.toString('latin1').startsWith('version https://git-lfs')) return false;
  const text = pointer.toString('latin1');
  const id = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
  const size = /^size (\d+)$/m.exec(text)?.[1];
  return Number(size) === bytes.length && createHash('sha256').update(bytes).digest('hex') === id;
}
