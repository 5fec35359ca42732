/**
 * Characters that steer whatever shows a text, or hide in it: controls (ESC, C1, DEL), line and paragraph separators, everything
 * that is drawn as nothing (zero-width, tags, fillers, variation selectors), marks that turn the direction of writing, interlinear
 * notes, and what is no character at all (lone surrogates, noncharacters). The classes are Unicode's own, so that new ones come in
 * with the runtime.
 */
const steering =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Noncharacter_Code_Point}\u{fff9}-\u{fffb}]/u;
const allSteering = new RegExp(steering.source, 'gu');

/** The three flags that are spelled with tags: the only honest use of them. */
const tagFlags =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;

const plainAscii = /^[ -~]*$/;
const joiner = /^[\u200c\u200d]$/;
const variation = /^[\ufe00-\ufe0f\u180b-\u180d\u180f\u{e0100}-\u{e01ef}]$/u;
/** What may be joined: letters and marks of other scripts, pictures, and a selector that belongs to one. */
const joinable = /^(?:(?![ -~])[\p{L}\p{M}\p{Extended_Pictographic}]|\ufe0f|\p{Emoji_Modifier})$/u;
/** What has variants: signs outside of ASCII, and the bases of keycaps. */
const variable = /^(?:[#*0-9]|(?![ -~])[\p{L}\p{N}\p{S}\p{P}])$/u;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export interface VisibleOptions {
  /** Tabs stay: for lines of code. */
  readonly tabs?: boolean;
  /** Line feeds stay: for texts of several lines. */
  readonly lines?: boolean;
}

/**
 * A foreign text (a name, a path, a message, a line of code) as it can be shown on a terminal or a page without steering it: what
 * `steering` names is written as `\n`, `\x1b` or `\u{202e}`. Joiners inside words of scripts that need them and inside emoji, and
 * one variation selector behind a sign that has variants, are part of what people see, and stay. Without options the outcome is one
 * line.
 */
export function visibleText(text: string, options: VisibleOptions = {}): string {
  if (plainAscii.test(text) || !steering.test(text)) return text;
  const parts: string[] = [];
  let from = 0;
  for (const flag of text.matchAll(tagFlags)) {
    parts.push(withoutFlags(text.slice(from, flag.index), options), flag[0]);
    from = flag.index + flag[0].length;
  }
  return parts.join('') + withoutFlags(text.slice(from), options);
}

function withoutFlags(text: string, options: VisibleOptions): string {
  return text.replaceAll(allSteering, (character, at: number) => {
    if (character === '\t' && options.tabs) return character;
    if (character === '\n' && options.lines) return character;
    return isPartOfASign(text, at, character) ? character : escaped(character);
  });
}

/** Whether a text would be shown otherwise than it is. */
export const hasHidden = (text: string): boolean => visibleText(text, { tabs: true, lines: true }) !== text;

function isPartOfASign(text: string, at: number, character: string): boolean {
  const before = characterBefore(text, at);
  if (variation.test(character)) return variable.test(before);
  return joiner.test(character) && joinable.test(before) && joinable.test(characterAt(text, at + character.length));
}

const characterAt = (text: string, at: number): string => {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
};

function characterBefore(text: string, at: number): string {
  const isPair = at > 1 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 2, at));
  return text.slice(isPair ? at - 2 : Math.max(0, at - 1), at);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return short[character] ?? (code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits.padStart(4, '0')}}`);
}
