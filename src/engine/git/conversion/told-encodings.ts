import { isErrno } from '../../atomic-file.ts';
import { findRepository, type Repository } from '../repository/repository.ts';
import { Attributes } from './attributes.ts';

const attribute = 'working-tree-encoding';

/**
 * The encodings that `.gitattributes` tell of files of a root (`working-tree-encoding`): what decodes them when they are indexed and
 * shown. Made anew for each reading, since it reads each attributes file once.
 */
export class ToldEncodings {
  readonly #attributes: Attributes | null;
  readonly #prefix: string;

  constructor(root: string) {
    const repository = repositoryOf(root);
    this.#attributes = repository === null || repository.bare ? null : new Attributes(repository);
    this.#prefix = repository?.prefix ?? '';
  }

  /** `path`: from the root. Empty where nothing is told. */
  of(path: string): { readonly workingTreeEncoding?: string } {
    const inRepository = this.#prefix + path;
    if (this.#attributes?.mentions(inRepository, attribute) !== true) return {};
    const state = this.#attributes.of(inRepository).get(attribute);
    return typeof state === 'string' && state !== '' ? { workingTreeEncoding: state } : {};
  }
}

function repositoryOf(root: string): Repository | null {
  try {
    return findRepository(root);
  } catch (error) {
    // The root vanished: whoever reads it says so.
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return null;
    throw error;
  }
}
