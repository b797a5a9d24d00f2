import { readSync, writeSync } from 'node:fs';
import {
  ANSWER_KINDS,
  FIRST_SOCKET,
  HEADER_BYTES,
  SOCKETS,
  STRIPE_BYTES,
  decodeHeader,
  encodeHeader,
  type AnswerKind,
} from './frame.js';
import { taskOf, type Task } from './task.js';

export interface Job {
  readonly id: number;
  readonly task: Task;
  readonly bytes: Uint8Array;
}

/**
 * A worker's end of the socket. It reads and writes in blocking calls: a worker does one thing at a time, and without
 * the event loop a picture goes from the kernel to where it is decoded in one copy (docs/decisions/0008).
 */
export class JobChannel {
  private readonly header = Buffer.alloc(HEADER_BYTES);
  private buffer = Buffer.alloc(1 << 20);

  /**
   * Waits for the next job. Its bytes stand in a buffer that the next call uses again.
   * @returns undefined when the server is gone
   */
  receive(): Job | undefined {
    if (!this.fill(FIRST_SOCKET, this.header)) return undefined;
    const { kind, id, length } = decodeHeader(this.header);
    if (length > this.buffer.length) this.buffer = Buffer.allocUnsafeSlow(length);
    const bytes = this.buffer.subarray(0, length);
    for (let at = 0, stripe = 0; at < length; at += STRIPE_BYTES, stripe++) {
      const socket = FIRST_SOCKET + (stripe % SOCKETS);
      if (!this.fill(socket, bytes.subarray(at, at + STRIPE_BYTES))) return undefined;
    }
    return { id, task: taskOf(kind), bytes };
  }

  /** @param id of the job that it answers; 0 where it answers none */
  send(kind: AnswerKind, id: number, payload: Buffer): void {
    const header = encodeHeader({ kind: ANSWER_KINDS.indexOf(kind), id, length: payload.length });
    const frame = Buffer.concat([header, payload]);
    for (let at = 0; at < frame.length;) at += writeSync(FIRST_SOCKET, frame, at);
  }

  sendJson(kind: AnswerKind, id: number, content: object): void {
    this.send(kind, id, Buffer.from(JSON.stringify(content)));
  }

  /** @returns false at the end of the stream */
  private fill(socket: number, target: Buffer): boolean {
    for (let at = 0; at < target.length;) {
      const count = readSync(socket, target, at, target.length - at, null);
      if (count === 0) return false;
      at += count;
    }
    return true;
  }
}
