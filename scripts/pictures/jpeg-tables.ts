/** The tables that ITU-T T.81 gives as examples (annex K) and everybody uses. */

/** How many codes there are of each length from 1 to 16, and the symbols in the order of their codes. */
export interface HuffmanTable {
  readonly counts: readonly number[];
  readonly values: readonly number[];
}

/** ZIGZAG[i]: where the i-th coefficient of a block stands in rows. */
export const ZIGZAG: readonly number[] = Array.from({ length: 64 }, (_, i) => i).sort((a, b) => {
  const [sumA, sumB] = [(a >> 3) + (a & 7), (b >> 3) + (b & 7)];
  // Diagonals in turn; those with an even sum run upwards, the others downwards.
  return sumA - sumB || (sumA % 2 === 0 ? (b >> 3) - (a >> 3) : (a >> 3) - (b >> 3));
});

/** Tables K.1 (luma) and K.2 (chroma), in rows. */
export const QUANTISATION: readonly (readonly number[])[] = [
  [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17,
    22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78,
    87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
  ],
  [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  ],
];

/** Of luma and of chroma: DC (tables K.3 and K.4), then AC (K.5 and K.6). */
export const HUFFMAN_TABLES: readonly (readonly [HuffmanTable, HuffmanTable])[] = [
  [
    table('00 01 05 01 01 01 01 01 01', '00 01 02 03 04 05 06 07 08 09 0a 0b'),
    table(
      '00 02 01 03 03 02 04 03 05 05 04 04 00 00 01 7d',
      `01 02 03 00 04 11 05 12 21 31 41 06 13 51 61 07 22 71 14 32 81 91 a1 08 23 42 b1 c1 15 52 d1 f0 24 33 62 72 82 09
       0a 16 17 18 19 1a 25 26 27 28 29 2a 34 35 36 37 38 39 3a 43 44 45 46 47 48 49 4a 53 54 55 56 57 58 59 5a 63 64 65
       66 67 68 69 6a 73 74 75 76 77 78 79 7a 83 84 85 86 87 88 89 8a 92 93 94 95 96 97 98 99 9a a2 a3 a4 a5 a6 a7 a8 a9
       aa b2 b3 b4 b5 b6 b7 b8 b9 ba c2 c3 c4 c5 c6 c7 c8 c9 ca d2 d3 d4 d5 d6 d7 d8 d9 da e1 e2 e3 e4 e5 e6 e7 e8 e9 ea
       f1 f2 f3 f4 f5 f6 f7 f8 f9 fa`,
    ),
  ],
  [
    table('00 03 01 01 01 01 01 01 01 01 01', '00 01 02 03 04 05 06 07 08 09 0a 0b'),
    table(
      '00 02 01 02 04 04 03 04 07 05 04 04 00 01 02 77',
      `00 01 02 03 11 04 05 21 31 06 12 41 51 07 61 71 13 22 32 81 08 14 42 91 a1 b1 c1 09 23 33 52 f0 15 62 72 d1 0a 16
       24 34 e1 25 f1 17 18 19 1a 26 27 28 29 2a 35 36 37 38 39 3a 43 44 45 46 47 48 49 4a 53 54 55 56 57 58 59 5a 63 64
       65 66 67 68 69 6a 73 74 75 76 77 78 79 7a 82 83 84 85 86 87 88 89 8a 92 93 94 95 96 97 98 99 9a a2 a3 a4 a5 a6 a7
       a8 a9 aa b2 b3 b4 b5 b6 b7 b8 b9 ba c2 c3 c4 c5 c6 c7 c8 c9 ca d2 d3 d4 d5 d6 d7 d8 d9 da e2 e3 e4 e5 e6 e7 e8 e9
       ea f2 f3 f4 f5 f6 f7 f8 f9 fa`,
    ),
  ],
];

function table(counts: string, values: string): HuffmanTable {
  const numbers = (text: string) => text.split(/\s+/).map((digits) => parseInt(digits, 16));
  const known = numbers(counts);
  return { counts: [...known, ...Array<number>(16 - known.length).fill(0)], values: numbers(values) };
}
