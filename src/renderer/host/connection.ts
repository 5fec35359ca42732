import { create } from 'zustand';
import type { Bridge } from '../../shared/contract/index.ts';
import { type ConnectionState, createSocketBridge } from './socket-bridge.ts';

declare global {
  interface Window {
    /** Set by the preload in Electron; absent in a browser. */
    readonly whence?: Bridge;
  }
}

interface Connection {
  readonly state: ConnectionState;
  /** True once the host has answered: before that, a lost socket means that it never ran. */
  readonly wasOpen: boolean;
  readonly retry: () => void;
}

export const useConnection = create<Connection>(() => ({
  state: 'connecting',
  wasOpen: false,
  retry: () => undefined,
}));

/** What the host answers on its socket's address to a token that is not its own. */
const unauthorized = 401;

const tokenKey = 'whence.token';

/** Takes the token out of the address (so that it is neither shared nor kept in history) and remembers it for this tab. */
function takeToken(): string {
  const url = new URL(window.location.href);
  const fromHash = new URLSearchParams(url.hash.slice(1)).get('token');
  const token = fromHash ?? url.searchParams.get('token');
  if (token !== null) {
    sessionStorage.setItem(tokenKey, token);
    if (fromHash !== null) url.hash = '';
    url.searchParams.delete('token');
    window.history.replaceState(null, '', url);
  }
  return token ?? sessionStorage.getItem(tokenKey) ?? '';
}

/** The preload's bridge in Electron, a WebSocket to the page's own host in a browser. */
export function connect(): Bridge {
  if (window.whence !== undefined) {
    useConnection.setState({ state: 'open', wasOpen: true });
    return window.whence;
  }
  const protocol = window.location.protocol === 'https:' ? 'wss:' : 'ws:';
  const path = `/socket?token=${encodeURIComponent(takeToken())}`;
  const bridge = createSocketBridge({
    url: `${protocol}//${window.location.host}${path}`,
    isRefused: async () => (await fetch(path)).status === unauthorized,
    onState: (state) => useConnection.setState((old) => ({ state, wasOpen: old.wasOpen || state === 'open' })),
  });
  useConnection.setState({ retry: bridge.retry });
  return bridge;
}
