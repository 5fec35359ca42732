/** The Electron channels between window and host. */
export const channels = {
  /** Up, answered: `{ callId, name, request }`. */
  call: 'whence:call',
  /** Up: call id. */
  cancel: 'whence:cancel',
  /** Down: event name, payload. */
  event: 'whence:event',
} as const;
