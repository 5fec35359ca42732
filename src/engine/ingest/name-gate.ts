import type { SkipReason } from '../../shared/contract/indexing.ts';
import { isSecretPath } from './secret-names.ts';

export interface Skip {
  readonly reason: SkipReason;
  /** More in words, or null. */
  readonly detail: string | null;
}

/** Folders of third-party code, wherever they are. */
const vendoredFolder =
  /^(?:node_modules|bower_components|jspm_packages|third[-_]?party|3rdparty|site-packages|Pods|Carthage|\.venv|\.tox|\.nox|\.gradle|\.terraform|\.bundle)$/i;
/** A folder `vendor` beside one of these is where that tool puts dependencies; elsewhere it may be the project's own word. */
const vendorManager = new Set(['go.mod', 'composer.json', 'Gemfile', 'Cargo.toml', 'package.json', '.git']);

const minifiedName = /[.-]min\.(?:js|mjs|cjs|css)$|\.(?:js|css|mjs|cjs)\.map$|\.bundle\.js$/i;
const generatedName =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|Cargo\.lock|poetry\.lock|pdm\.lock|uv\.lock|Pipfile\.lock|composer\.lock|Gemfile\.lock|go\.sum|go\.work\.sum|mix\.lock|flake\.lock|pubspec\.lock|Podfile\.lock|packages\.lock\.json|gradle\.lockfile)$|\.(?:pb\.(?:go|cc|h)|g\.dart|freezed\.dart|designer\.cs)$|_pb2(?:_grpc)?\.pyi?$/i;

/** Pictures among the outputs of a notebook make most of its size, and are not read. */
const notebookFactor = 32;

/** Bytes up to which a file is read, of what the settings allow for one. */
export const sizeLimit = (path: string, maxFileBytes: number): number =>
  /\.ipynb$/i.test(path) ? maxFileBytes * notebookFactor : maxFileBytes;

/** Why a file is left out by its name alone; null when it is not. `path` is relative to the root. */
export function skipByName(path: string, name: string): Skip | null {
  if (isSecretPath(path)) return { reason: 'secret', detail: 'files of this name hold secrets' };
  if (minifiedName.test(name)) return { reason: 'minified', detail: 'by its name' };
  if (generatedName.test(name)) return { reason: 'generated', detail: 'by its name' };
  return null;
}

/** Whether a folder holds third-party code; `siblings` are the names beside it. */
export function isVendored(name: string, siblings: ReadonlySet<string>): boolean {
  if (vendoredFolder.test(name)) return true;
  if (name === 'vendor') return [...vendorManager].some((manager) => siblings.has(manager));
  return name === 'venv' && !siblings.has('__init__.py');
}
