/**
 * zlib streams (RFC 1950, 1951) that are the same bytes on every machine. Node's own zlib is not: what it compresses to
 * depends on the processor.
 */
import { be32, concat, le16, u8, type Bytes } from '../pictures/bytes.js';
import { BitWriter } from './bit-writer.js';

const HEADER = u8(0x78, 0x01);
/** The longest stretch that one code repeats. */
const LONGEST_MATCH = 258;
const LONGEST_STORED = 65_535;
const ADLER_MODULUS = 65_521;

/** Bytes as they are, in stored blocks. */
export function zlibStored(data: Bytes): Bytes {
  const blocks: Bytes[] = [];
  for (let at = 0; at === 0 || at < data.length; at += LONGEST_STORED) {
    const part = data.subarray(at, at + LONGEST_STORED);
    const isLast = at + LONGEST_STORED >= data.length;
    blocks.push(u8(isLast ? 1 : 0), le16(part.length, 0xffff ^ part.length), part);
  }
  return concat(HEADER, ...blocks, be32(adler32(data)));
}

/** So many zero bytes in a 1032nd of the room, which is the most that deflate can do: two bits for 258 bytes. */
export function zlibZeros(count: number): Bytes {
  const bits = new BitWriter('low');
  const matches = Math.floor((count - 1) / LONGEST_MATCH);
  writeCodes(bits);
  const literals = count - matches * LONGEST_MATCH;
  bits.write(0b01, 2); // the first zero; Huffman codes are stored from their high bit, so this is 10
  bits.writeZeros(2 * matches); // length 258 is 0, distance 1 is 0
  for (let i = 1; i < literals; i++) bits.write(0b01, 2);
  bits.write(0b11, 2); // end of block
  return concat(HEADER, bits.end(), be32(((count % ADLER_MODULUS) * 65_536 + 1) >>> 0));
}

/** The head of a dynamic block: length 258 is 0, a zero byte 10, the end of the block 11; distance 1 is 0. */
function writeCodes(bits: BitWriter): void {
  bits.write(0b101, 3); // the last block, dynamic codes
  bits.write(286 - 257, 5);
  bits.write(0, 5);
  // Lengths of the code of code lengths: 18 (a stretch of zeros) is 0, 1 is 10, 2 is 11.
  const lengths = new Map([
    [18, 1],
    [1, 2],
    [2, 2],
  ]);
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1];
  bits.write(order.length - 4, 4);
  for (const symbol of order) bits.write(lengths.get(symbol) ?? 0, 3);
  const two = () => {
    bits.write(0b11, 2);
  };
  const one = () => {
    bits.write(0b01, 2);
  };
  const zeros = (count: number) => {
    bits.write(0, 1);
    bits.write(count - 11, 7);
  };
  two(); // of the byte 0
  zeros(138);
  zeros(117);
  two(); // of 256, the end of the block
  zeros(28);
  one(); // of 285, length 258
  one(); // of the distance 1
}

function adler32(data: Bytes): number {
  let [low, high] = [1, 0];
  for (const byte of data) {
    low = (low + byte) % ADLER_MODULUS;
    high = (high + low) % ADLER_MODULUS;
  }
  return (high * 65_536 + low) >>> 0;
}
