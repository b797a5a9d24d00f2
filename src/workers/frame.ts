import type { PictureEncoding } from '../decoding/encoded-picture.js';

/**
 * What the server and a worker say to each other over a socket: a header of three 32-bit numbers in little-endian
 * order (kind, id, length of the payload in bytes), then the payload.
 */
export const HEADER_BYTES = 12;

/**
 * The server's frames go over several sockets, a stripe over each in turn, beginning with the first for each frame. The
 * kernel holds about 200 KiB for a socket; so much more of the next picture is with the worker while it works on this one,
 * and it need not wait for the server to be woken again and again.
 */
export const SOCKETS = 8;
export const STRIPE_BYTES = 192 * 1024;

/** From the server: a picture to classify. The id comes back with the answer. */
export const JOB_KINDS: readonly PictureEncoding[] = ['binary', 'base64', 'json_base64'];

/**
 * From a worker. `ready`: a ServedModel as JSON; `unfit`: why it cannot start, as JSON; `scores`: timings and
 * confidences (scores-frame.ts); `problem`: an AppError as JSON; `failure`: any other error as JSON.
 */
export const ANSWER_KINDS = ['ready', 'unfit', 'scores', 'problem', 'failure'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

export interface FrameHeader {
  kind: number;
  id: number;
  length: number;
}

export function encodeHeader({ kind, id, length }: FrameHeader): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt32LE(kind, 0);
  header.writeUInt32LE(id, 4);
  header.writeUInt32LE(length, 8);
  return header;
}

export function decodeHeader(header: Buffer): FrameHeader {
  return { kind: header.readUInt32LE(0), id: header.readUInt32LE(4), length: header.readUInt32LE(8) };
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  private pending: Buffer = Buffer.alloc(0);

  constructor(private readonly onFrame: (header: FrameHeader, payload: Buffer) => void) {}

  push(chunk: Buffer): void {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    while (this.pending.length >= HEADER_BYTES) {
      const header = decodeHeader(this.pending);
      const end = HEADER_BYTES + header.length;
      if (this.pending.length < end) return;
      const payload = this.pending.subarray(HEADER_BYTES, end);
      this.pending = this.pending.subarray(end);
      this.onFrame(header, payload);
    }
  }
}
