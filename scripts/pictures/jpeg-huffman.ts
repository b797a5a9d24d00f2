import { u8, type Bytes } from './bytes.js';
import { ZIGZAG, type HuffmanTable } from './jpeg-tables.js';

interface Code {
  bits: number;
  length: number;
}

const codes = new WeakMap<HuffmanTable, Map<number, Code>>();

/** The codes of a table (ITU-T T.81, annex C): of each length in ascending order, shorter ones first. */
function codesOf(table: HuffmanTable): Map<number, Code> {
  const known = codes.get(table);
  if (known) return known;
  const made = new Map<number, Code>();
  let bits = 0;
  let next = 0;
  for (const [i, count] of table.counts.entries()) {
    for (let k = 0; k < count; k++) made.set(table.values[next++]!, { bits: bits++, length: i + 1 });
    bits *= 2;
  }
  codes.set(table, made);
  return made;
}

/** The entropy-coded bytes between two markers (ITU-T T.81, F.1.2). */
export class HuffmanWriter {
  private readonly bytes: number[] = [];
  private bits = 0;
  private count = 0;
  private readonly predictions: number[];

  constructor(components: number) {
    this.predictions = Array<number>(components).fill(0);
  }

  block(component: number, coefficients: Int16Array, [dc, ac]: readonly [HuffmanTable, HuffmanTable]): void {
    const difference = coefficients[0]! - this.predictions[component]!;
    this.predictions[component] = coefficients[0]!;
    this.put(dc, 0, difference);
    let zeros = 0;
    for (let i = 1; i < 64; i++) {
      const value = coefficients[ZIGZAG[i]!]!;
      if (value === 0) {
        zeros++;
        continue;
      }
      // 0xf0 stands for sixteen zeros.
      for (; zeros >= 16; zeros -= 16) this.code(ac, 0xf0);
      this.put(ac, zeros, value);
      zeros = 0;
    }
    if (zeros > 0) this.code(ac, 0);
  }

  /** The rest of the last byte is filled with ones. */
  end(): Bytes {
    if (this.count > 0) this.write((1 << (8 - this.count)) - 1, 8 - this.count);
    return u8(...this.bytes);
  }

  /** A symbol of a run of zeros and a size, then the value in so many bits. */
  private put(table: HuffmanTable, zeros: number, value: number): void {
    const size = 32 - Math.clz32(Math.abs(value));
    this.code(table, (zeros << 4) | size);
    this.write(value < 0 ? value + (1 << size) - 1 : value, size);
  }

  private code(table: HuffmanTable, symbol: number): void {
    const { bits, length } = codesOf(table).get(symbol)!;
    this.write(bits, length);
  }

  private write(bits: number, length: number): void {
    for (let i = length - 1; i >= 0; i--) {
      this.bits = (this.bits << 1) | ((bits >> i) & 1);
      if (++this.count < 8) continue;
      this.bytes.push(this.bits);
      // A byte 0xff would begin a marker; the zero behind it says that it does not.
      if (this.bits === 0xff) this.bytes.push(0);
      this.bits = 0;
      this.count = 0;
    }
  }
}
