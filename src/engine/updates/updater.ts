import type { UpdateState } from '../../shared/contract/updates.ts';

/** Finds, downloads and installs newer versions of the app. The desktop app lends one; nothing is asked of it while it is off. */
export interface Updater {
  state(): UpdateState;
  /** Follows the person's setting: on looks for a newer version now and once a day, off looks no more. */
  follow(setting: 'off' | 'check'): void;
  /** Failures are a state, not an exception. */
  check(): Promise<void>;
  download(): Promise<void>;
  install(): Promise<void>;
  onChange(listener: (state: UpdateState) => void): void;
}
