import { assertNever } from '../../shared/assert-never.ts';
import { toErrorShape } from '../../shared/errors.ts';
import { modelKinds, type ModelKind, type ModelSource, openModel, type TextModel } from '../models/index.ts';
import type { EmbedderReply, EmbedderRequest } from './embedder-messages.ts';

/** Texts embedded between two looks at the messages, so that a cancel is seen soon. */
const textsPerTurn = 64;

const nextTurn = async (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** What the embedder process does with each message, apart from how messages travel. */
export class EmbedderService {
  readonly #send: (reply: EmbedderReply) => void;
  readonly #exit: () => void;
  readonly #kinds: readonly ModelKind[];
  readonly #cancelled = new Set<number>();
  #model: TextModel | null = null;
  /** Batches run one after the other. */
  #queue: Promise<void> = Promise.resolve();

  constructor(ports: { send: (reply: EmbedderReply) => void; exit: () => void; kinds?: readonly ModelKind[] }) {
    this.#send = ports.send;
    this.#exit = ports.exit;
    this.#kinds = ports.kinds ?? modelKinds;
  }

  handle(request: EmbedderRequest): void {
    switch (request.type) {
      case 'load':
        this.#queue = this.#queue.then(async () => this.#load(request.source, request.threads));
        break;
      case 'embed':
        this.#queue = this.#queue.then(async () => this.#embed(request.id, request.texts));
        break;
      case 'cancel':
        this.#cancelled.add(request.id);
        break;
      case 'stop':
        this.#exit();
        break;
      default:
        assertNever(request);
    }
  }

  async #load(source: ModelSource, threads: number): Promise<void> {
    try {
      const model = await openModel(source, { threads, accelerate: true }, this.#kinds);
      this.#model = model;
      this.#send({ type: 'ready', info: { ...model.identity, device: model.device } });
    } catch (thrown) {
      this.#send({ type: 'load-failed', error: toErrorShape(thrown) });
    }
  }

  async #embed(id: number, texts: readonly string[]): Promise<void> {
    try {
      const reply = await this.#embedInTurns(id, texts);
      if (reply) this.#send(reply);
    } catch (thrown) {
      this.#send({ type: 'embed-failed', id, error: toErrorShape(thrown) });
    } finally {
      this.#cancelled.delete(id);
    }
  }

  async #embedInTurns(id: number, texts: readonly string[]): Promise<EmbedderReply | null> {
    if (!this.#model) throw new Error('embed before load');
    const started = performance.now();
    const { dimensions } = this.#model.identity;
    const vectors = new Float32Array(texts.length * dimensions);
    const bad: number[] = [];
    for (let at = 0; at < texts.length; at += textsPerTurn) {
      if (at > 0) await nextTurn();
      if (this.#cancelled.has(id)) return null;
      const part = await this.#model.embed(texts.slice(at, at + textsPerTurn));
      vectors.set(part.vectors, at * dimensions);
      for (const row of part.bad) bad.push(at + row);
    }
    return { type: 'embedded', id, vectors, bad, tookMs: performance.now() - started };
  }
}
