import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { EncodedPicture, PictureEncoding } from '../decoding/encoded-picture.js';

/** So long a picture is remembered. */
export const MEMORY_MS = 10 * 60_000;
const MOST = 1000;
/** White space and the head of a data URL make a base64 text longer than it need be, by no more than this as a rule. */
const SLACK = { share: 1.06, bytes: 200 };

interface Suspect {
  /** Bytes of the picture's file. */
  length: number;
  isConvicted: boolean;
  until: number;
}

/**
 * The pictures over which workers ended. One end may be the fault of something else, such as the kernel's out-of-memory
 * killer; a picture that is tried once more and ends another worker is convicted, and one that is answered is acquitted.
 *
 * A picture is known by the SHA-256 of its file, however it is sent. While there are no suspects, which is nearly
 * always, nothing is computed; else only for pictures of about the same length.
 */
export class Suspects {
  private readonly byDigest = new Map<string, Suspect>();

  /** @returns the digest and the verdict, where a worker has ended over such a picture */
  examine(picture: EncodedPicture): { digest: string; isConvicted: boolean } | undefined {
    if (this.byDigest.size === 0) return undefined;
    this.forgetOld();
    const mayBe = [...this.byDigest.values()].some(({ length }) => mayHaveLength(picture, length));
    if (!mayBe) return undefined;
    const digest = digestOf(fileOf(picture));
    const suspect = this.byDigest.get(digest);
    return suspect && { digest, isConvicted: suspect.isConvicted };
  }

  /**
   * To be told of a picture over which a worker ended.
   * @param suspicion what examine() said of it before that worker was given it
   */
  accuse(picture: EncodedPicture, suspicion: string | undefined): void {
    const file = fileOf(picture);
    const digest = suspicion ?? digestOf(file);
    const known = this.byDigest.get(digest);
    const isConvicted = known !== undefined && (known.isConvicted || suspicion !== undefined);
    this.byDigest.delete(digest); // The newest comes last.
    this.byDigest.set(digest, { length: file.length, isConvicted, until: performance.now() + MEMORY_MS });
    const [oldest] = this.byDigest.keys();
    if (this.byDigest.size > MOST) this.byDigest.delete(oldest!);
  }

  acquit(digest: string): void {
    this.byDigest.delete(digest);
  }

  private forgetOld(): void {
    const now = performance.now();
    for (const [digest, { until }] of this.byDigest) if (until <= now) this.byDigest.delete(digest);
  }
}

function mayHaveLength({ bytes, encoding }: EncodedPicture, length: number): boolean {
  if (isPlain(encoding)) return bytes.length === length;
  const shortest = Math.floor((length * 4) / 3);
  return bytes.length >= shortest && bytes.length <= shortest * SLACK.share + SLACK.bytes;
}

/** As lenient as Node is: here the text need not be right, only the same. */
function fileOf({ bytes, encoding }: EncodedPicture): Uint8Array {
  if (isPlain(encoding)) return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return Buffer.from(text.slice(text.startsWith('data:') ? text.indexOf(',') + 1 : 0), 'base64');
}

/** Whether the bytes are what they say, and no text that stands for them. */
function isPlain(encoding: PictureEncoding): boolean {
  return encoding === 'binary' || encoding === 'pixels';
}

function digestOf(file: Uint8Array): string {
  return createHash('sha256').update(file).digest('base64');
}
