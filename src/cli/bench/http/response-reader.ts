/** What came back, as far as a benchmark cares. */
export interface Answer {
  status: number;
  body: Buffer;
  /** Whether the connection may carry another request. */
  keepsAlive: boolean;
}

interface Head {
  status: number;
  keepsAlive: boolean;
  /** Bytes of the body; `chunked`, or `close` where it ends with the connection. */
  length: number | 'chunked' | 'close';
}

const MAX_BYTES = 64 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Reads the answer to one request at a time (RFC 9112), and no more of it than a benchmark needs: the client runs on
 * the machine that it measures, and Node's own client costs several times as much CPU.
 */
export class ResponseReader {
  private received: Buffer = NOTHING;
  private head: Head | undefined;

  /**
   * @returns the answer once it is complete; the reader is then ready for the next
   * @throws Error where this is no HTTP/1
   */
  push(chunk: Buffer): Answer | undefined {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    if (this.received.length > MAX_BYTES) throw new Error(`an answer of more than ${MAX_BYTES} bytes`);
    while (!this.head) {
      const end = this.received.indexOf('\r\n\r\n');
      if (end < 0) return undefined;
      const head = parseHead(this.received.toString('latin1', 0, end));
      this.received = this.received.subarray(end + 4);
      // 100 Continue and the like announce the answer.
      if (head.status >= 200) this.head = head;
    }
    const { length } = this.head;
    if (length === 'close') return undefined;
    if (length === 'chunked') return this.complete(joinChunks(this.received));
    return this.received.length < length ? undefined : this.complete(this.received.subarray(0, length));
  }

  /** The connection has ended. @returns the answer if that was its end, too */
  end(): Answer | undefined {
    return this.head?.length === 'close' ? this.complete(this.received) : undefined;
  }

  private complete(body: Buffer | undefined): Answer | undefined {
    if (!body) return undefined;
    const { status, keepsAlive } = this.head!;
    this.head = undefined;
    this.received = NOTHING;
    return { status, body, keepsAlive };
  }
}

function parseHead(text: string): Head {
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
  if (status === undefined) throw new Error('an answer that is not HTTP/1');
  const isLast = text.startsWith('HTTP/1.0') || /\r\nconnection:[^\r]*\bclose\b/i.test(text);
  if (/\r\ntransfer-encoding:[^\r]*chunked/i.test(text)) {
    return { status: Number(status), keepsAlive: !isLast, length: 'chunked' };
  }
  const length = /\r\ncontent-length:[ \t]*(\d+)/i.exec(text)?.[1];
  if (status === '204' || status === '304') return { status: Number(status), keepsAlive: !isLast, length: 0 };
  if (length === undefined) return { status: Number(status), keepsAlive: false, length: 'close' };
  return { status: Number(status), keepsAlive: !isLast, length: Number(length) };
}

/** @returns the body, or undefined while its last chunk has not arrived */
function joinChunks(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) throw new Error('an answer with a broken chunk');
    const start = lineEnd + 2;
    if (size === 0) {
      // Trailers, then an empty line.
      const isOver =
        bytes.toString('latin1', start, start + 2) === '\r\n' || bytes.includes('\r\n\r\n', start);
      return isOver ? Buffer.concat(parts) : undefined;
    }
    if (bytes.length < start + size + 2) return undefined;
    parts.push(bytes.subarray(start, start + size));
    at = start + size + 2;
  }
}
