import { describe, expect, it } from '@jest/globals';
import type { Orientation } from './header/header-fields.js';
import { orient } from './orient.js';
import type { RgbImage } from './rgb-image.js';

/** A picture of letters, each a pixel of three distinct samples. */
function picture(...rows: string[]): RgbImage {
  const samples = Array.from(rows.join('')).flatMap((letter) => {
    const code = letter.charCodeAt(0);
    return [code, code + 100, 255 - code];
  });
  return { width: rows[0]!.length, height: rows.length, data: Uint8Array.from(samples) };
}

describe('orient', () => {
  // The stored picture is ABC over DEF. EXIF says where its first row and first column are shown:
  it.each<{ orientation: Orientation; meaning: string; shown: string[] }>([
    { orientation: 1, meaning: 'row at the top, column on the left', shown: ['ABC', 'DEF'] },
    { orientation: 2, meaning: 'row at the top, column on the right', shown: ['CBA', 'FED'] },
    { orientation: 3, meaning: 'row at the bottom, column on the right', shown: ['FED', 'CBA'] },
    { orientation: 4, meaning: 'row at the bottom, column on the left', shown: ['DEF', 'ABC'] },
    { orientation: 5, meaning: 'row on the left, column at the top', shown: ['AD', 'BE', 'CF'] },
    { orientation: 6, meaning: 'row on the right, column at the top', shown: ['DA', 'EB', 'FC'] },
    { orientation: 7, meaning: 'row on the right, column at the bottom', shown: ['FC', 'EB', 'DA'] },
    { orientation: 8, meaning: 'row on the left, column at the bottom', shown: ['CF', 'BE', 'AD'] },
  ])('shows orientation $orientation with its first $meaning', ({ orientation, shown }) => {
    expect(orient(picture('ABC', 'DEF'), orientation)).toEqual(picture(...shown));
  });

  it('gives back an upright picture without a copy, and never changes the stored one', () => {
    const stored = picture('ABC', 'DEF');
    expect(orient(stored, 1)).toBe(stored);
    orient(stored, 7);
    expect(stored).toEqual(picture('ABC', 'DEF'));
  });

  it('turns a single row into a column', () => {
    expect(orient(picture('ABC'), 6)).toEqual(picture('A', 'B', 'C'));
    expect(orient(picture('ABC'), 8)).toEqual(picture('C', 'B', 'A'));
  });
});
