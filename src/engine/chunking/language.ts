import type { Node } from 'web-tree-sitter';
import type { ChunkKind } from '../../shared/chunk-kind.ts';
import type { Section } from './light/section.ts';

/** What a person and a filter call a language, and how its files are known. */
export interface LanguageInfo {
  /** Lower case, stable: it is stored in the index. */
  readonly id: string;
  readonly label: string;
  /** Other words for it in a `lang:` filter. */
  readonly aliases: readonly string[];
  /** With the dot, lower case. */
  readonly extensions: readonly string[];
  /** Whole base names, lower case; one that ends in `*` is a prefix. */
  readonly fileNames: readonly string[];
}

/** A definition found at a node. */
export interface Found {
  readonly kind: ChunkKind;
  readonly name: string;
  /** Names to put between the syntactic surroundings and the name: a Go receiver, the class of `Class::method`. */
  readonly within?: readonly string[];
  /** Surroundings that are no definition themselves, such as `impl Foo`: a container, but not in the symbol list. */
  readonly unlisted?: boolean;
  /** Where the body starts (character offset), when it is not the node's `body` field: ends the signature. */
  readonly bodyStart?: number;
}

/** What a rule may look at beside its node. */
export interface Surroundings {
  readonly text: string;
  /** Kind of the nearest definition around, or null at the top. */
  readonly parentKind: ChunkKind | null;
  /** Name of the nearest definition around. */
  readonly parentName: string | null;
  /** Whether any definition around is a function: locals are then not symbols. */
  readonly inFunction: boolean;
}

/** A definition without special cases: its kind and the field that holds its name. */
export interface PlainRule {
  readonly kind: ChunkKind;
  /** Field of the name node; `name` when left out. */
  readonly name?: string;
  /** A namespace: its members are cut as if they stood at the top, however small it is. */
  readonly scope?: boolean;
}

/** A rule with special cases: null when the node defines nothing. */
export type FindRule = (node: Node, around: Surroundings) => Found | null;

export interface GrammarRules {
  /** Node types that define something. Functions right inside a class, interface, enum or type become methods by themselves. */
  readonly definitions: Readonly<Record<string, PlainRule | FindRule>>;
  /**
   * Node types around one definition whose lines belong to it (exports, decorators, templates, declaration statements). They
   * are looked into even when they take one line only.
   */
  readonly wrappers: readonly string[];
  readonly comments: readonly string[];
  /** Siblings before a definition that belong to it: attributes, annotations, type signatures. */
  readonly attributes?: readonly string[];
  readonly imports: readonly string[];
  /** Matches top-level statements that import in disguise, at their start (sticky): `const x = require(…)`. */
  readonly importLike?: RegExp;
  /** Matches the first statement of a body when it is a docstring (sticky). */
  readonly docstring?: RegExp;
  /** Node types never looked into, for speed or because what they hold only looks like definitions. */
  readonly opaque?: readonly string[];
}

export interface GrammarLanguage extends LanguageInfo {
  /** Interpreter names in a `#!` line. */
  readonly shebangs?: readonly string[];
  /** The grammar, as a path inside node_modules; scripts/copy-grammars.mjs finds it by this very spelling. */
  readonly grammar: string;
  /** The grammar costs gigabytes when its WebAssembly is optimized: see grammars.ts. */
  readonly baselineOnly?: true;
  /** Text to parse instead, of the same length and with the same line ends, where the grammar stumbles over something common. */
  readonly prepare?: (text: string) => string;
  /** Another such text, made of the prepared one, for files that have many errors still; the better tree is taken. */
  readonly retry?: (prepared: string) => string;
  readonly rules: GrammarRules;
  /** Files with these extensions are this language after all when their text shows it: C++ in `.h`. */
  readonly claims?: { readonly extensions: readonly string[]; readonly holds: (text: string) => boolean };
}

/** A language cut without a grammar: `split` gives the sections of a file, in order, each starting where the last one ended. */
export interface LightLanguage extends LanguageInfo {
  readonly shebangs?: readonly string[];
  readonly split: (lines: readonly string[]) => Section[];
}

export type Language = GrammarLanguage | LightLanguage;
