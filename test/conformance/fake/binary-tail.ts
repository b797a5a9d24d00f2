import { Refusal } from './refusal.js';

/** The bytes behind the JSON of a request, which its inputs take in their order. */
export class BinaryTail {
  private taken = 0;

  constructor(private readonly bytes: Buffer) {}

  /** The next bytes, as many as the parameter "binary_data_size" says; throws a Refusal. */
  take(name: string, size: unknown): Buffer {
    const left = this.bytes.length - this.taken;
    if (!Number.isSafeInteger(size) || (size as number) < 0 || (size as number) > left) {
      throw new Refusal(
        'binary_size',
        `"binary_data_size" of input '${name}' must be a number of bytes, of which ${left} are left behind the JSON`,
      );
    }
    this.taken += size as number;
    return this.bytes.subarray(this.taken - (size as number), this.taken);
  }

  mustBeEmpty(): void {
    const left = this.bytes.length - this.taken;
    if (left > 0) throw new Refusal('trailing_bytes', `${left} bytes at the end belong to no input`);
  }
}
