import type { Language, LanguageInfo } from '../language.ts';
import { asciidoc } from './asciidoc.ts';
import { astro } from './astro.ts';
import { bash } from './bash.ts';
import { c } from './c.ts';
import { cSharp } from './c-sharp.ts';
import { cmake } from './cmake.ts';
import { cpp } from './cpp.ts';
import { readHead } from './common/script-head.ts';
import { css } from './css.ts';
import { dockerfile } from './dockerfile.ts';
import { elixir } from './elixir.ts';
import { go } from './go.ts';
import { graphql } from './graphql.ts';
import { haskell } from './haskell.ts';
import { html } from './html.ts';
import { ini } from './ini.ts';
import { java } from './java.ts';
import { javascript } from './javascript.ts';
import { json } from './json.ts';
import { jsx } from './jsx.ts';
import { kotlin } from './kotlin.ts';
import { lua } from './lua.ts';
import { make } from './make.ts';
import { markdown } from './markdown.ts';
import { notebook } from './notebook.ts';
import { php } from './php.ts';
import { protobuf } from './protobuf.ts';
import { python } from './python.ts';
import { restructuredtext } from './restructuredtext.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';
import { scala } from './scala.ts';
import { sql } from './sql.ts';
import { svelte } from './svelte.ts';
import { swift } from './swift.ts';
import { terraform } from './terraform.ts';
import { toml } from './toml.ts';
import { tsx } from './tsx.ts';
import { typescript } from './typescript.ts';
import { vue } from './vue.ts';
import { xml } from './xml.ts';
import { yaml } from './yaml.ts';
import { zig } from './zig.ts';

/** Every language; one line each. The first that claims a file name or extension has it. */
const all: readonly Language[] = [
  asciidoc,
  astro,
  bash,
  c,
  cSharp,
  cmake,
  cpp,
  css,
  dockerfile,
  elixir,
  go,
  graphql,
  haskell,
  html,
  ini,
  java,
  javascript,
  json,
  jsx,
  kotlin,
  lua,
  make,
  markdown,
  notebook,
  php,
  protobuf,
  python,
  restructuredtext,
  ruby,
  rust,
  scala,
  sql,
  svelte,
  swift,
  terraform,
  toml,
  tsx,
  typescript,
  vue,
  xml,
  yaml,
  zig,
];

/** What the rest of Whence may know of them. */
export const languages: readonly LanguageInfo[] = all.map(({ id, label, aliases, extensions, fileNames }) => ({
  id,
  label,
  aliases,
  extensions,
  fileNames,
}));

const byName = new Map<string, Language>();
const byPrefix: { readonly prefix: string; readonly language: Language }[] = [];
const byExtension = new Map<string, Language>();
const byShebang = new Map<string, Language>();
/** Names that editors have for languages. */
const byMode = new Map<string, Language>();
for (const language of all) {
  for (const name of language.fileNames) {
    if (name.endsWith('*')) byPrefix.push({ prefix: name.slice(0, -1), language });
    else if (!byName.has(name)) byName.set(name, language);
  }
  for (const extension of language.extensions) if (!byExtension.has(extension)) byExtension.set(extension, language);
  for (const mode of [language.id, ...language.aliases, ...language.extensions.map((dotted) => dotted.slice(1))]) {
    if (!byMode.has(mode)) byMode.set(mode, language);
  }
  for (const shebang of language.shebangs ?? []) if (!byShebang.has(shebang)) byShebang.set(shebang, language);
}

const otherModes: readonly (readonly [mode: string, id: string])[] = [
  ['shell-script', 'bash'],
  ['shell', 'bash'],
  ['js2', 'javascript'],
  ['js3', 'javascript'],
  ['rjsx', 'jsx'],
  ['typescriptreact', 'tsx'],
  ['javascriptreact', 'jsx'],
  ['makefile', 'make'],
  ['gnumakefile', 'make'],
  ['gfm', 'markdown'],
  ['rst', 'restructuredtext'],
  ['nxml', 'xml'],
  ['cs', 'csharp'],
];
for (const [mode, id] of otherModes) {
  const language = byMode.get(id);
  if (language !== undefined && !byMode.has(mode)) byMode.set(mode, language);
}

/** The language of a file, from its name, then its extension, then what its head says; null when it is none of ours. */
export function languageFor(path: string, text = ''): Language | null {
  const base = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const named = byName.get(base) ?? byPrefix.find(({ prefix }) => base.startsWith(prefix))?.language;
  if (named !== undefined) return named;
  for (let dot = base.indexOf('.', 1); dot > 0; dot = base.indexOf('.', dot + 1)) {
    const known = byExtension.get(base.slice(dot));
    if (known !== undefined) return known;
  }
  return languageByHead(text);
}

/** By a line for Emacs or Vim, or by the program that runs it. */
function languageByHead(text: string): Language | null {
  if (text === '') return null;
  const { mode, programs } = readHead(text);
  const [language] = programs.flatMap((program) => byShebang.get(program) ?? []);
  return (mode === null ? undefined : byMode.get(mode)) ?? language ?? null;
}

/** The language that the text of a file shows it to be, where its name told another: C++ in a `.h` file. */
export function languageByText(path: string, text: string, named: Language): Language {
  const extension = path.slice(path.lastIndexOf('.')).toLowerCase();
  for (const language of all) {
    if (!('claims' in language) || language.claims === undefined || language === named) continue;
    if (!language.claims.extensions.includes(extension)) continue;
    const { mode } = readHead(text);
    if (mode === null ? language.claims.holds(text) : byMode.get(mode) === language) return language;
  }
  return named;
}

/** Language id of a file; null for plain text. */
export function languageOf(path: string, text?: string): string | null {
  return languageFor(path, text)?.id ?? null;
}
