/**
 * What the server and a worker say to each other over a socket: a header of three 32-bit numbers in little-endian
 * order (kind, id, length of the payload in bytes), then the payload. The kind of a frame from the server says what is
 * to be done with the payload (task.ts); its id comes back with the answer.
 */
export const HEADER_BYTES = 12;

/**
 * The server's frames go over several sockets, a stripe over each in turn, beginning with the first for each frame. The
 * kernel holds about 200 KiB for a socket; so much more of the next picture is with the worker while it works on this one,
 * and it need not wait for the server to be woken again and again.
 */
export const SOCKETS = 8;
/** The first of them in a worker: the descriptor after standard input, output and error. */
export const FIRST_SOCKET = 3;
export const STRIPE_BYTES = 192 * 1024;

/**
 * From a worker. `ready`: a ServedModel as JSON; `unfit`: why it cannot start, as JSON; `result`: what came of a task
 * (result-frame.ts); `problem`: an AppError as JSON; `failure`: any other error as JSON.
 */
export const ANSWER_KINDS = ['ready', 'unfit', 'result', 'problem', 'failure'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

export interface FrameHeader {
  kind: number;
  id: number;
  length: number;
}

/** Ids are 32 bits wide, and 0 belongs to no job; a worker that has answered so many begins anew. */
export function idAfter(id: number): number {
  return id === 0xffff_ffff ? 1 : id + 1;
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
  /** What has come of the next frame, in the pieces in which it came: a long one is joined once, when it is whole. */
  private pieces: Buffer[] = [];
  private length = 0;
  /** Bytes of the next frame, or of its header while that is not there. */
  private needed = HEADER_BYTES;

  constructor(private readonly onFrame: (header: FrameHeader, payload: Buffer) => void) {}

  push(chunk: Buffer): void {
    this.pieces.push(chunk);
    this.length += chunk.length;
    while (this.length >= this.needed) {
      const [stream = chunk] = (this.pieces = [
        this.pieces.length === 1 ? this.pieces[0]! : Buffer.concat(this.pieces),
      ]);
      const header = decodeHeader(stream);
      const end = HEADER_BYTES + header.length;
      this.needed = end;
      if (stream.length < end) return;
      this.pieces = [stream.subarray(end)];
      this.length = stream.length - end;
      this.needed = HEADER_BYTES;
      this.onFrame(header, stream.subarray(HEADER_BYTES, end));
    }
  }
}
