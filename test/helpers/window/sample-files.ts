/** Texts of a small made-up repository: a harbour's message relay. */
const backoff = `package net

import (
	"math/rand"
	"time"
)

// Backoff computes how long to wait between two attempts to deliver a message.
// The zero value waits a second and doubles up to a minute.
type Backoff struct {
	Base  time.Duration
	Limit time.Duration
	tries int
}

// nextDelay is where the retry delay is computed: it doubles with every try, is capped
// at the limit, and is spread by up to a fifth so that boats do not call in step.
func (b *Backoff) nextDelay() time.Duration {
	delay := b.Base
	if delay == 0 {
		delay = time.Second
	}
	for i := 0; i < b.tries; i++ {
		delay *= 2
		if delay > b.Limit {
			delay = b.Limit
			break
		}
	}
	b.tries++
	return spread(delay)
}

// Reset starts again from the base delay, after a delivery that worked.
func (b *Backoff) Reset() {
	b.tries = 0
}

func spread(delay time.Duration) time.Duration {
	fifth := int64(delay / 5)
	if fifth == 0 {
		return delay
	}
	return delay + time.Duration(rand.Int63n(fifth))
}
`;

const client = `import { connect, type Socket } from 'node:net';
import { Backoff } from './backoff.ts';

/** What the relay answers to a message. */
export type Receipt = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly retryAfter: number };

export class RelayClient {
  readonly #address: { host: string; port: number };
  readonly #backoff = new Backoff({ base: 500, limit: 60_000 });
  #socket: Socket | null = null;

  constructor(address: { host: string; port: number }) {
    this.#address = address;
  }

  /** Sends a message and waits for its receipt; tries again after a delay while the relay is away. */
  async send(message: Uint8Array, signal: AbortSignal): Promise<Receipt> {
    for (;;) {
      try {
        const receipt = await this.#exchange(message, signal);
        this.#backoff.reset();
        if (receipt.ok) return receipt;
        await sleep(receipt.retryAfter, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        await sleep(this.#backoff.nextDelay(), signal);
      }
    }
  }

  async #exchange(message: Uint8Array, signal: AbortSignal): Promise<Receipt> {
    this.#socket ??= connect(this.#address);
    this.#socket.write(message);
    return readReceipt(this.#socket, signal);
  }
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
`;

const greetings = `"""Greetings shown on the harbour's boards, in the languages of its guests."""

GREETINGS = {
    "en": "Welcome ashore ⚓️ 🛳️",
    "ar": "مرحبا بكم على الشاطئ",
    "he": "ברוכים הבאים לחוף",
    "ja": "ようこそ港へ 🎏",
    "fr": "Bienvenue à quai 👩‍✈️",
}


def greeting_for(language: str, retry: bool = False) -> str:
    """The greeting of a language; English where there is none, after one retry with its base."""
    found = GREETINGS.get(language)
    if found is None and not retry:
        return greeting_for(language.split("-")[0], retry=True)
    return found or GREETINGS["en"]
`;

const settings = `[relay]
address = "harbour.example:4710"
# Seconds before the first retry, and the most that any delay may take.
retry-delay = 1
retry-limit = 60

[log]
level = "info"
`;

const test = `package net

import "testing"

func TestDelayDoublesUpToTheLimit(t *testing.T) {
	b := Backoff{Base: 1, Limit: 8}
	for _, want := range []int64{1, 2, 4, 8, 8} {
		if got := int64(b.nextDelay()); got != want {
			t.Fatalf("delay = %d, want %d", got, want)
		}
	}
}
`;

export const longPath =
  'services/notification-gateway/internal/adapters/persistence/postgresql/migrations/helpers/transactional-outbox-retry-scheduler.internal.test.ts';

export const sampleFiles: Readonly<Record<string, string>> = {
  'src/net/backoff.go': backoff,
  'src/net/backoff_test.go': test,
  'src/relay/client.ts': client,
  'boards/greetings.py': greetings,
  'config/harbour.toml': settings,
  [longPath]: `export function scheduleRetryWithAVeryLongNameThatGoesOnAndOnAndOn(delayInMilliseconds: number): void {\n  schedule(delayInMilliseconds * 2);\n}\n`,
};
