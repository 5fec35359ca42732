import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Emit, Handlers } from '../shared/contract/index.ts';
import { WhenceError } from '../shared/errors.ts';
import { isForeignFetch, isOwnHost, isOwnOrigin, securityHeaders } from './headers.ts';
import { sendBounded, serveSocket } from './socket.ts';
import { answerText, StaticFiles } from './static-files.ts';

export interface WebServerOptions {
  /** 0 takes any free one. */
  readonly port: number;
  readonly rendererFolder: string;
  readonly handlers: Handlers;
  readonly onBug: (name: string, thrown: unknown) => void;
  /** A page has shown the token and is connected. */
  readonly onPage?: () => void;
}

/** The browser mode's face to the outside: the window's files and its socket, on the loopback interface only. */
export interface WebServer {
  /** With the token in its fragment, which browsers send to nobody. */
  readonly address: string;
  readonly port: number;
  readonly emit: Emit;
  close(): Promise<void>;
}

/** Bytes of one message that a page may send: requests are small. */
const maxPayload = 1024 * 1024;
/** Milliseconds for which a connection may stand still, unless it is a page's socket. */
const idleMs = 60_000;
/** Milliseconds that pages have to say goodbye. */
const farewellMs = 1000;

export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const token = randomBytes(32).toString('base64url');
  const sockets = new WebSocketServer({ noServer: true, maxPayload });
  const files = new StaticFiles(options.rendererFolder);
  const server = createServer((request, response) => {
    // A reader that goes away is no failure of ours.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    if (!isFromHere(request)) {
      answerText(response, 403, 'Not from here.\n');
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    } else {
      const { pathname, searchParams } = urlOf(request);
      // A page can't see why its socket was refused; it asks here.
      if (pathname === '/socket') response.writeHead(sameToken(searchParams.get('token'), token) ? 426 : 401).end();
      else void files.serve(pathname, request, response);
    }
  });
  server.setTimeout(idleMs);

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = refuseSocket(request, token);
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (page) => {
      serveSocket(page, options.handlers, options.onBug);
      options.onPage?.();
    });
  });

  const port = await listen(server, options.port);
  return {
    address: `http://127.0.0.1:${port}/#token=${token}`,
    port,
    emit: (name, payload) => {
      const message = JSON.stringify({ t: 'event', name, payload });
      for (const page of sockets.clients) sendBounded(page, message);
    },
    close: async () => {
      for (const page of sockets.clients) page.close(1001, 'Whence ended');
      // A page that does not answer to that is not waited for.
      const ending = setTimeout(() => {
        for (const page of sockets.clients) page.terminate();
      }, farewellMs);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      clearTimeout(ending);
    },
  };
}

const isFromHere = (request: IncomingMessage): boolean =>
  isOwnHost(request) && isOwnOrigin(request) && !isForeignFetch(request);

function refuseSocket(request: IncomingMessage, token: string): string | null {
  if (!isFromHere(request)) return '403 Forbidden';
  const { pathname, searchParams } = urlOf(request);
  if (pathname !== '/socket') return '404 Not Found';
  return sameToken(searchParams.get('token'), token) ? null : '401 Unauthorized';
}

/** The path as it was sent, so that nothing is tidied up before it is checked. */
function urlOf(request: IncomingMessage): { readonly pathname: string; readonly searchParams: URLSearchParams } {
  const [pathname = '/', query = ''] = (request.url ?? '/').split('?', 2);
  return { pathname, searchParams: new URLSearchParams(query) };
}

function sameToken(given: string | null, token: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? new WhenceError(
              'NOT_SUPPORTED',
              `Port ${port} can't be used (${error.code}): choose another with --port, or 0 for any.`,
            )
          : error,
      );
    });
    server.listen({ host: '127.0.0.1', port }, resolve);
  });
  // Later ones (no more connections can be taken just now) pass.
  server.on('error', () => undefined);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
