import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { mulberry32 } from '../../src/model/mulberry32.js';
import { NoAnswerError } from '../../src/cli/bench/http/connection.js';
import { ResponseReader, type Answer } from '../../src/cli/bench/http/response-reader.js';
import { openSocket, type Target } from '../../src/cli/bench/http/target.js';
import { outcomeOf } from './outcome.js';
import type { Tally } from './tally.js';
import { NO_ANSWER } from './verdict.js';

/** Between one rude client and the next. */
const EVERY_MS = 500;
const PIECES = 20;
const PIECE_EVERY_MS = 100;
const ANSWER_MS = 30_000;

export interface RudeTraffic {
  target: Target;
  /** Whole requests that the server answers with 200: a short and a long one. */
  short: Uint8Array;
  long: Uint8Array;
  tally: Tally;
}

/**
 * Clients that go away half-way through a body or before the answer, which nobody counts as unanswered, and clients that
 * send slowly, which wait for a 200. One begins every half second until the signal.
 */
export async function runRudeClients(traffic: RudeTraffic, until: AbortSignal): Promise<void> {
  const { target, short, long, tally } = traffic;
  const random = mulberry32(1000);
  const running: Promise<void>[] = [];
  for (let turn = 0; !until.aborted; turn++) {
    const request = turn % 6 < 3 ? short : long;
    switch (turn % 3) {
      case 0:
        running.push(leaveAfter(target, request.subarray(0, Math.floor(request.length * random())), 50));
        tally.add('gone half-way through the body', NO_ANSWER, NO_ANSWER);
        break;
      case 1:
        running.push(leaveAfter(target, request, 100 * random()));
        tally.add('gone before the answer', NO_ANSWER, NO_ANSWER);
        break;
      case 2:
        running.push(
          outcomeOf(sendSlowly(target, short)).then(({ received }) => {
            tally.add('a body in 20 pieces over 2 s', '200', received);
          }),
        );
    }
    await sleep(EVERY_MS);
  }
  await Promise.all(running);
}

/** Sends bytes, and breaks the connection off after a while. */
async function leaveAfter(target: Target, bytes: Uint8Array, milliseconds: number): Promise<void> {
  const socket = openSocket(target);
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.write(bytes, resolve));
  await sleep(milliseconds);
  socket.destroy();
}

async function sendSlowly(target: Target, request: Uint8Array): Promise<Answer> {
  const socket = openSocket(target);
  try {
    const answer = answerOn(socket);
    // It may fail before it is waited for.
    answer.catch(() => undefined);
    const step = Math.ceil(request.length / PIECES);
    for (let at = 0; at < request.length; at += step) {
      socket.write(request.subarray(at, at + step));
      await sleep(PIECE_EVERY_MS);
    }
    return await answer;
  } finally {
    socket.destroy();
  }
}

/** @throws NoAnswerError */
function answerOn(socket: Socket): Promise<Answer> {
  const reader = new ResponseReader();
  return new Promise((resolve, reject) => {
    const fail = (code: string) => {
      reject(new NoAnswerError(code, code));
    };
    socket.setTimeout(ANSWER_MS, () => {
      fail('timeout');
    });
    socket.on('data', (chunk: Buffer) => {
      const answer = reader.push(chunk);
      if (answer) resolve(answer);
    });
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      fail(code ?? 'error');
    });
    socket.on('close', () => {
      fail('closed');
    });
  });
}
