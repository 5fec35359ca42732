import type { Notification } from 'electron';
import { visibleText } from '../../shared/visible-text.ts';
import type { ElectronParts } from '../electron-parts.ts';

export interface NotifierOptions {
  /** The person wants to see what the notification is about. */
  readonly onClick: () => void;
  readonly log: (text: string) => void;
}

/** Shows notifications of the system, where it has any: they are news, and a failure to show one is only logged. */
export function createNotifier(
  { Notification }: Pick<ElectronParts, 'Notification'>,
  { onClick, log }: NotifierOptions,
): (title: string, text: string) => void {
  // One that is no longer referred to is collected, and its click is lost.
  const shown = new Set<Notification>();
  return (title, text) => {
    try {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title: visibleText(title), body: plain(text) });
      const forget = (): void => void shown.delete(notification);
      shown.add(notification);
      notification.on('click', () => {
        forget();
        onClick();
      });
      notification.on('close', forget);
      notification.on('failed', (_event, error) => {
        forget();
        log(`a notification was not shown: ${error}`);
      });
      notification.show();
    } catch (error) {
      log(`a notification was not shown: ${String(error)}`);
    }
  };
}

/** Names of folders are in it: Linux takes the text for markup, so that what would be some is replaced by its like. */
const plain = (text: string): string =>
  visibleText(text, { lines: true }).replaceAll('<', '‹').replaceAll('>', '›').replaceAll('&', '＆');
