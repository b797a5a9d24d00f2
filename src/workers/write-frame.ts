import type { Socket } from 'node:net';
import { SOCKETS, STRIPE_BYTES, encodeHeader } from './frame.js';

/** Bytes that are copied in less time than it takes to write them apart from their header. */
const CHEAP_TO_COPY = 32 * 1024;

/** Writes a frame to a worker, in stripes over all sockets (frame.ts). */
export function writeFrame(sockets: readonly Socket[], kind: number, id: number, payload: Uint8Array): void {
  const header = encodeHeader({ kind, id, length: payload.length });
  const [first] = sockets as [Socket];
  if (payload.length <= CHEAP_TO_COPY) {
    first.write(Buffer.concat([header, payload]));
    return;
  }
  first.cork();
  first.write(header);
  for (let at = 0, stripe = 0; at < payload.length; at += STRIPE_BYTES, stripe++) {
    sockets[stripe % SOCKETS]!.write(payload.subarray(at, at + STRIPE_BYTES));
  }
  first.uncork();
}
