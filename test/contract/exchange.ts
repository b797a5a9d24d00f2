import { request } from 'node:http';
import { connect } from 'node:net';
import { readToEnd } from '../support/raw-http.js';

/** What is sent. */
export interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
}

/** What comes back. */
export interface Answer {
  status: number;
  /** By lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface HowToSend {
  /** Whether the header Host is sent, without which a request is malformed. */
  setHost?: boolean;
}

/** Asks a server on this machine, on a connection of its own. */
export function exchange(
  port: number,
  { method, path, headers, body }: Sent,
  how: HowToSend = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body ? { 'Content-Length': String(body.length) } : {};
    const sent = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: { ...length, ...headers },
      agent: false,
      ...how,
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const values = Object.entries(response.headersDistinct).map(([name, all]) => [name, all!.join(', ')]);
        resolve({
          status: response.statusCode!,
          headers: Object.fromEntries(values) as Record<string, string>,
          body: Buffer.concat(chunks),
        });
      });
    });
    sent.end(body);
  });
}

/** Sends the beginning of a request and no more, and gives what the server says until it closes the connection. */
export async function exchangeBeginning(port: number, bytes: string): Promise<Answer> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes, 'latin1');
  return parseAnswer(await readToEnd(socket));
}

/** Reads one answer that ends with its connection. */
export function parseAnswer(text: string): Answer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.from(text.slice(end + 4)),
  };
}
