import type { Writable } from 'node:stream';
import { ClientGone } from '../../http/request-deadline.js';
import { countsOf, type BatchResult } from './batch-response.dto.js';

/** A JSON text a line, as https://github.com/ndjson/ndjson-spec has it. */
export const NDJSON_TYPE = 'application/x-ndjson';

/** A line for each result, and a last one with the counts. */
export async function* ndjsonLines(results: AsyncIterable<BatchResult>): AsyncGenerator<string, void> {
  const seen: BatchResult[] = [];
  for await (const result of results) {
    seen.push(result);
    yield `${JSON.stringify(result)}\n`;
  }
  yield `${JSON.stringify({ counts: countsOf(seen) })}\n`;
}

/**
 * Writes lines as they come, no faster than they are taken, and ends the answer.
 *
 * Not by pipeline() of node:stream: the five listeners that it adds to an answer are more than Node expects there.
 *
 * @throws what the lines throw, and ClientGone where the other side closes early; the lines have ended then
 */
export async function sendLines(lines: AsyncIterable<string>, target: Writable): Promise<void> {
  for await (const line of lines) {
    if (target.destroyed) throw new ClientGone();
    if (!target.write(line)) await drainOf(target);
  }
  target.end();
}

/** @returns when there is room again, or nobody left */
function drainOf(target: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      target.off('drain', done).off('close', done);
      resolve();
    };
    if (target.destroyed) resolve();
    else target.on('drain', done).on('close', done);
  });
}
