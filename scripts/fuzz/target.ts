import type { ImageFormat } from '../../src/decoding/formats.js';
import type { ImageHeader } from '../../src/decoding/header/image-header.js';

/**
 * The largest picture that targets are given, in pixels: small, so that a header that claims much is refused instead of
 * costing the time of a thousand cases.
 */
export const MAX_PIXELS = 250_000;

/** What a target made of a picture that it accepted. */
export interface Decoded {
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** All that it gives: samples, or the tensor that is made of them. */
  readonly data: Uint8Array;
  /** How long `data` has to be. */
  readonly bytes: number;
}

/** Something that decodes pictures, and what it promises of them. */
export interface Target {
  readonly name: string;
  /** Of the pictures that it is tried with. */
  readonly formats: readonly ImageFormat[];
  /** `problems`: it throws AppError and nothing else. `anything`: what it throws is a refusal. */
  readonly throws: 'problems' | 'anything';
  /** Whether it is also given what the header reader refuses, and has to refuse that with the same code. */
  readonly readsHeaders: boolean;
  reads(header: ImageHeader): boolean;
  /**
   * @param header of the same bytes; undefined where it is refused, which happens only with `readsHeaders`
   * @throws Finding where a promise of its own is broken
   */
  decode(bytes: Uint8Array, header: ImageHeader | undefined): Promise<Decoded>;
  /** The size that its picture must have. */
  sizeOf(header: ImageHeader): { width: number; height: number };
}

/** What must not happen. */
export class Finding extends Error {
  constructor(
    /** A name for all findings of its kind, as in `wrong_size`. */
    readonly kind: string,
    detail: string,
  ) {
    super(detail);
  }
}
