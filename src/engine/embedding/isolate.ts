import { isWhenceError } from '../../shared/errors.ts';
import type { EmbedderHost } from './embedder-host.ts';
import type { EmbeddedBatch } from './embedder-messages.ts';

/** A text that no working embedder fails on. */
const harmless = 'function name';

/**
 * Embeds batches; when one crashes the embedder for good, finds the text that does it by halving and reports that row as bad, so
 * that one text cannot keep an index unfinished for ever. An embedder that fails on a harmless text too is broken: then the
 * error is thrown as it is. While it searches, other batches wait, since a crash fails them as well.
 */
export class IsolatingEmbedder {
  readonly #host: EmbedderHost;
  #search: Promise<unknown> = Promise.resolve();
  /** It failed on the harmless text too. */
  #isBroken = false;

  constructor(host: EmbedderHost) {
    this.#host = host;
  }

  /** As `EmbedderHost.embed`, but for texts that crash it: their rows are `bad`. */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<EmbeddedBatch> {
    await this.#search;
    try {
      return await this.#host.embed(texts, signal);
    } catch (thrown) {
      if (!isWhenceError(thrown, 'EMBEDDER_CRASHED')) throw thrown;
      const search = this.#search.then(async () => this.#isolate(texts, signal, thrown));
      this.#search = search.catch(() => undefined);
      return search;
    }
  }

  async #isolate(texts: readonly string[], signal: AbortSignal, crash: Error): Promise<EmbeddedBatch> {
    if (this.#isBroken) throw crash;
    const probe = await this.#host.embed([harmless], signal).catch((thrown: unknown) => {
      this.#isBroken = isWhenceError(thrown);
      throw this.#isBroken ? crash : thrown;
    });
    if (texts.length === 1) return { vectors: new Float32Array(probe.vectors.length), bad: [0], tookMs: 0 };
    const middle = texts.length >> 1;
    const first = await this.#embedPart(texts.slice(0, middle), signal);
    const second = await this.#embedPart(texts.slice(middle), signal);
    const vectors = new Float32Array(first.vectors.length + second.vectors.length);
    vectors.set(first.vectors);
    vectors.set(second.vectors, first.vectors.length);
    const bad = [...first.bad, ...second.bad.map((row) => row + middle)];
    return { vectors, bad, tookMs: first.tookMs + second.tookMs };
  }

  async #embedPart(texts: readonly string[], signal: AbortSignal): Promise<EmbeddedBatch> {
    try {
      // It was tried often enough with all of them: one crash tells which half it is.
      return await this.#host.embed(texts, signal, 1);
    } catch (thrown) {
      if (!isWhenceError(thrown, 'EMBEDDER_CRASHED')) throw thrown;
      return this.#isolate(texts, signal, thrown);
    }
  }
}
