import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { Finding } from '../target.js';
import type { RequestCase } from './request-case.js';
import { judgeResponse, readResponses } from './responses.js';

/** After which a client that is not sure to have sent a whole request says that it has no more. */
const QUIET_MS = 150;

/**
 * Sends a case over a connection of its own.
 * @param hangMs after which a server that neither answers nor closes hangs
 * @returns the statuses and codes of what came, `closed` where nothing did
 * @throws Finding
 */
export async function exchange(
  port: number,
  { chunks, expects }: RequestCase,
  hangMs: number,
): Promise<string> {
  const isHead = chunks[0]!.toString('latin1', 0, 5) === 'HEAD ';
  const { received, isLate, saidEnd } = await send(port, chunks, expects, isHead, hangMs);
  if (expects === 'none') return 'aborted';
  if (isLate) throw new Finding('hang', `no end within ${hangMs} ms; received ${received.length} bytes`);
  const { responses, hasRest } = readResponses(received, isHead, true);
  // Node takes the end of what a client sends for its leaving, and cuts off an answer under way.
  if (hasRest && saidEnd) return 'cut off after the client had ended';
  if (hasRest) throw new Finding('cut_answer', received.toString('latin1', 0, 200));
  if (responses.length === 0) {
    if (expects === 'answer') throw new Finding('no_answer', 'the connection ended without an answer');
    return 'closed';
  }
  return responses.map((response, i) => judgeResponse(response, isHead && i === 0)).join(', ');
}

function send(
  port: number,
  chunks: readonly Buffer[],
  expects: RequestCase['expects'],
  isHead: boolean,
  hangMs: number,
): Promise<{ received: Buffer; isLate: boolean; saidEnd: boolean }> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    let quiet: NodeJS.Timeout | undefined;
    let saidEnd = false;
    const finish = (isLate: boolean) => {
      clearTimeout(late);
      clearTimeout(quiet);
      // Without the minute in which a port that was closed in good order cannot be used again.
      socket.resetAndDestroy();
      resolve({ received: Buffer.concat(parts), isLate, saidEnd });
    };
    const late = setTimeout(() => {
      finish(true);
    }, hangMs);
    const waitForQuiet = () => {
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        if (parts.length > 0 && !isWhole(Buffer.concat(parts), isHead)) waitForQuiet();
        else {
          saidEnd = true;
          socket.end();
        }
      }, QUIET_MS);
    };
    socket.on('data', (chunk: Buffer) => {
      parts.push(chunk);
      if (expects === 'any') waitForQuiet();
      else if (isWhole(Buffer.concat(parts), isHead)) finish(false);
    });
    socket.on('end', () => {
      finish(false);
    });
    // A server may close before it has read everything; what it has sent before counts.
    socket.on('error', () => {
      finish(false);
    });
    socket.on('connect', () => {
      void (async () => {
        for (const chunk of chunks) {
          if (socket.writable) socket.write(chunk);
          await turn();
        }
        if (expects === 'none') finish(false);
        if (expects === 'any') waitForQuiet();
      })();
    });
  });
}

function isWhole(received: Buffer, isHead: boolean): boolean {
  try {
    return readResponses(received, isHead, false).responses.length > 0;
  } catch {
    return true; // Judged once more, and told then.
  }
}
