import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import type { Emit } from '../shared/contract/index.ts';
import { WhenceError } from '../shared/errors.ts';
import { visibleText } from '../shared/visible-text.ts';
import type { HostPorts, Question } from './host-ports.ts';
import { isInside } from './repositories/contained-path.ts';
import type { RecentRoots } from './repositories/recent.ts';

/**
 * What the window alone may not decide: which program is run, and which folders are read. A script in the window, or whoever got
 * hold of the token, can call all that the window can; so the person is asked by the host itself, outside of the window. A command
 * is the person's own word already.
 */
export class Consent {
  readonly #host: HostPorts;
  readonly #recent: RecentRoots;
  readonly #emit: Emit;
  /** Folders that the person named meanwhile: in the system's dialog, or by saying yes. */
  readonly #named = new Set<string>();
  #asking = false;

  constructor(host: HostPorts, recent: RecentRoots, emit: Emit = () => undefined) {
    this.#host = host;
    this.#recent = recent;
    this.#emit = emit;
  }

  /** Notes a folder that the person chose in a dialog of the host. */
  async noteNamed(path: string): Promise<void> {
    this.#named.add(await realOf(path));
  }

  /**
   * Throws NOT_CONFIRMED for a folder that the person has not named: not at the start, in a dialog of the host, nor by opening or
   * indexing it (or a folder above it) before. `root` is a real path.
   */
  async toOpen(root: string): Promise<void> {
    if (this.#host.callsAreThePersons || (await this.#isNamed(root))) return;
    const shown = visibleText(root);
    await this.#ask(
      {
        title: 'Open a folder',
        message: `Open ${shown}?`,
        detail: 'The window asks for this folder for the first time. Its files will be read and indexed.',
        accept: 'Open',
      },
      `Run "whence index ${shown}" in a terminal, or start Whence with that folder; then open it here.`,
    );
    this.#named.add(root);
  }

  /** Throws NOT_CONFIRMED unless the person wants this program (words of a command line) to be run from now on. */
  async toRun(command: readonly string[]): Promise<void> {
    if (this.#host.callsAreThePersons || command.length === 0) return;
    await this.#ask(
      {
        title: 'Use a command of your own',
        message: 'Run this command whenever a file is opened in the editor?',
        detail: command.map((word) => visibleText(word)).join('\n'),
        accept: 'Use it',
      },
      'Set it in a terminal: whence settings set editorCommand PROGRAM {path}',
    );
  }

  async #isNamed(root: string): Promise<boolean> {
    const { openPath, allowedFolders = [] } = this.#host;
    const given = await Promise.all([...(openPath ? [openPath] : []), ...allowedFolders].map(realOf));
    const folders = [...given, ...this.#named, ...this.#recent.list().map((entry) => entry.root)];
    return folders.some((folder) => isInside(folder, root) && !throughGit(root.slice(folder.length)));
  }

  /** One question at a time: nobody is to be worn out by them. */
  async #ask(question: Question, otherwise: string): Promise<void> {
    const { confirm } = this.#host;
    if (!confirm) throw new WhenceError('NOT_CONFIRMED', `Whence could not ask you: ${question.message} ${otherwise}`);
    if (this.#asking) {
      throw new WhenceError('NOT_CONFIRMED', 'Whence is asking you something already: answer that, then try again.');
    }
    this.#asking = true;
    const { asksElsewhere } = this.#host;
    if (asksElsewhere) this.#emit('settings.asking', { message: question.message });
    try {
      if (!(await confirm(question))) {
        throw new WhenceError('NOT_CONFIRMED', `You did not say yes, so nothing was changed (${question.message})`);
      }
    } finally {
      this.#asking = false;
      if (asksElsewhere) this.#emit('settings.asking', { message: null });
    }
  }
}

/** A folder inside `.git` is no part of the files above it. */
const throughGit = (way: string): boolean => way.split(sep).some((name) => name.toLowerCase() === '.git');

const realOf = async (path: string): Promise<string> => realpath(path).catch(() => path);
