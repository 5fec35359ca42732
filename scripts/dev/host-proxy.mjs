import { timingSafeEqual } from 'node:crypto';
import { connect } from 'node:net';

/** @typedef {() => URL | null} FindHost answers where the host is, with its token in the fragment; null while there is none */

/**
 * What the page of the development server needs of its host, as a plugin of Vite: its socket is passed on. Headers go through as they
 * are, so that the host's own checks of names and origins hold here, too; the page's token is exchanged for the host's.
 *
 * @param {{ token: string, host: FindHost }} options
 * @returns {import('vite').Plugin}
 */
export function hostProxy({ token, host }) {
  return {
    name: 'whence-host',
    transformIndexHtml: {
      order: 'pre',
      // Vite and its React plugin write scripts into the page, which no built page allows.
      handler: (html) => html.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
    },
    configureServer(server) {
      server.middlewares.use('/socket', (request, response) => {
        // A page can't see why its socket was refused; it asks here.
        response.writeHead(!isSame(tokenIn(request.url), token) ? 401 : host() ? 426 : 503).end();
      });
      server.httpServer?.on('upgrade', (request, socket, head) => {
        if (pathOf(request.url) === '/socket') passOn(request, { socket, head }, { token, host });
      });
    },
  };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {{ socket: import('node:stream').Duplex, head: Buffer }} from
 * @param {{ token: string, host: FindHost }} to
 */
function passOn(request, { socket, head }, { token, host }) {
  socket.on('error', () => socket.destroy());
  const address = host();
  const refusal = !isSame(tokenIn(request.url), token)
    ? '401 Unauthorized'
    : address
      ? null
      : '503 Service Unavailable';
  if (refusal !== null || address === null) {
    socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    return;
  }
  const own = new URLSearchParams(address.hash.slice(1)).get('token') ?? '';
  const { rawHeaders } = request;
  const headers = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}\r\n`] : []));
  const upstream = connect(Number(address.port), address.hostname, () => {
    upstream.write(`GET /socket?token=${encodeURIComponent(own)} HTTP/1.1\r\n${headers.join('')}\r\n`);
    upstream.write(head);
    upstream.pipe(socket);
    socket.pipe(upstream);
  });
  upstream.on('error', () => upstream.destroy());
  upstream.on('close', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
}

/** @param {string | undefined} url */
const pathOf = (url) => (url ?? '').split('?', 1)[0];

/** @param {string | undefined} url */
const tokenIn = (url) => new URLSearchParams((url ?? '').split('?', 2)[1]).get('token') ?? '';

/**
 * @param {string} given
 * @param {string} token
 */
function isSame(given, token) {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
