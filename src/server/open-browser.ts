import type { Command } from '../engine/settings/editors.ts';
import { launch } from '../engine/settings/launch.ts';

/** Whether there is a screen on which a browser could be opened. */
export function hasDisplay(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean {
  if (platform === 'darwin' || platform === 'win32') return !environment['SSH_CONNECTION'];
  return Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']);
}

/**
 * Opens an address in the person's browser; a failure is no more than that nothing opens, since the address is printed too. Never
 * give it a secret: all users of a machine can read what programs are started with.
 */
export function openBrowser(address: string): void {
  launch(browserCommand(address), 'The browser').catch(() => undefined);
}

function browserCommand(address: string): Command {
  if (process.platform === 'darwin') return { program: 'open', args: [address] };
  if (process.platform === 'win32') return { program: 'rundll32', args: ['url.dll,FileProtocolHandler', address] };
  return { program: 'xdg-open', args: [address] };
}
