import type { IndexEvent } from '../../shared/contract/indexing.ts';
import type { Query, Statements } from './statements.ts';

/** Events and samples beyond these are dropped, oldest first. */
const eventLimit = 1000;
const samplesPerMetric = 2000;

/** What is measured over time; values in ms unless the name says otherwise. */
export type MetricName =
  | 'search.took'
  | 'reading.took'
  | 'reading.files'
  | 'reading.chunks'
  | 'embedding.took'
  | 'embedding.chunks'
  | 'embedding.reused';

export interface Sample {
  /** ms since the epoch. */
  readonly at: number;
  readonly value: number;
}

/** The log of what happened to an index, and measurements kept in it. */
export class Journal {
  readonly #statements: Statements;
  readonly #insertEvent: Query<[number, string, string, string | null]>;
  readonly #insertSample: Query<[number, string, number]>;

  constructor(statements: Statements) {
    this.#statements = statements;
    this.#insertEvent = statements.prepare(
      'events.insert',
      'INSERT INTO events (at, kind, message, data) VALUES (?, ?, ?, ?)',
    );
    this.#insertSample = statements.prepare('metrics.insert', 'INSERT INTO metrics (at, name, value) VALUES (?, ?, ?)');
  }

  /** Adds an event, in words for a person. `data` is kept as JSON. */
  event(kind: IndexEvent['kind'], message: string, data?: Readonly<Record<string, unknown>>): void {
    this.#insertEvent.run(Date.now(), kind, message, data === undefined ? null : JSON.stringify(data));
  }

  /** Adds samples of one moment. */
  record(samples: readonly (readonly [name: MetricName, value: number])[]): void {
    const at = Date.now();
    this.#statements.transaction('metrics.record', () => {
      for (const [name, value] of samples) this.#insertSample.run(at, name, value);
    });
  }

  /** Drops what is over the limits. */
  trim(): void {
    this.#statements.transaction('journal.trim', () => {
      const { database } = this.#statements;
      database
        .prepare('DELETE FROM events WHERE id <= (SELECT id FROM events ORDER BY id DESC LIMIT 1 OFFSET ?)')
        .run(eventLimit);
      const names = database.prepare<[], string>('SELECT DISTINCT name FROM metrics').pluck().all();
      for (const name of names) {
        database
          .prepare(
            'DELETE FROM metrics WHERE name = ? AND id <= (SELECT id FROM metrics WHERE name = ? ORDER BY id DESC LIMIT 1 OFFSET ?)',
          )
          .run(name, name, samplesPerMetric);
      }
    });
  }
}

/** The newest events, newest first. */
export const readEvents = (statements: Statements, limit: number): IndexEvent[] =>
  statements
    .prepare<[number], IndexEvent>('events.read', 'SELECT at, kind, message FROM events ORDER BY id DESC LIMIT ?')
    .all(limit);

/** The newest samples of a metric, oldest first. */
export const readSamples = (statements: Statements, name: MetricName, limit: number): Sample[] =>
  statements
    .prepare<[string, number], Sample>(
      'metrics.read',
      'SELECT at, value FROM metrics WHERE name = ? ORDER BY id DESC LIMIT ?',
    )
    .all(name, limit)
    .reverse();
