import { describe, expect, it } from '@jest/globals';
import { looksLike, sniffImageFormat } from './image-format.js';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
/** A bitmap file header with an info header of the given size. */
const bitmap = (infoHeaderSize: number) => {
  const bytes = Buffer.alloc(30, 0xff);
  bytes.write('BM', 'latin1');
  bytes.writeUInt32LE(infoHeaderSize, 14);
  return bytes;
};

describe('sniffImageFormat', () => {
  it.each([
    ['jpeg', '\xff\xd8\xff\xe0'],
    ['jpeg', '\xff\xd8\xff'],
    ['jpeg', '\xff\xd8'],
    ['png', '\x89PNG\r\n\x1a\n'],
    ['png', '\x89PNG\n\n'],
    ['gif', 'GIF87a'],
    ['gif', 'GIF89a\x01\0'],
    ['webp', 'RIFF\x10\0\0\0WEBPVP8 '],
    ['webp', 'RIFF\x10\0\0\0'],
    ['webp', 'RIFF'],
    ['tiff', 'II*\0\x08\0\0\0'],
    ['tiff', 'MM\0*\0\0\0\x08'],
    ['bmp', 'BM'],
    ['bmp', 'BM\x36\0\0\0'],
  ])('finds %s in %j', (format, text) => {
    expect(sniffImageFormat(latin1(text))).toBe(format);
  });

  it.each([12, 16, 40, 52, 56, 64, 108, 124])('finds bmp with an info header of %i bytes', (size) => {
    expect(sniffImageFormat(bitmap(size))).toBe('bmp');
  });

  it.each([0, 13, 39, 41, 125, 0xffffffff])(
    'finds nothing behind BM with an info header of %i bytes',
    (size) => {
      expect(sniffImageFormat(bitmap(size))).toBeUndefined();
    },
  );

  it.each([
    '',
    '\xff',
    '\xff\xd8\xfe',
    '\x89PN',
    'GIF88a',
    'gif89a',
    'RIFF\x10\0\0\0WAVEfmt ',
    'II+\0',
    'II\0*',
    'MM*\0',
    'BMW builds cars',
    'BMW is a maker of cars and motorcycles',
    ' GIF89a',
    'JFIF',
  ])('finds nothing in %j', (text) => {
    expect(sniffImageFormat(latin1(text))).toBeUndefined();
  });
});

describe('looksLike', () => {
  it.each([
    ['PDF', '%PDF-1.7\n'],
    ['PostScript', '%!PS-Adobe-3.0'],
    ['ZIP', 'PK\x03\x04'],
    ['ZIP', 'PK\x05\x06'],
    ['gzip', '\x1f\x8b\x08'],
    ['PSD', '8BPS\0\x01'],
    ['ICO', '\0\0\x01\0\x01'],
    ['ICO', '\0\0\x02\0\x01'],
    ['JPEG XL', '\xff\x0a\0'],
    ['JPEG XL', '\0\0\0\x0cJXL \r\n'],
    ['JPEG 2000', '\xff\x4f\xff\x51'],
    ['JPEG 2000', '\0\0\0\x0cjP  \r\n'],
    ['BigTIFF', 'II+\0'],
    ['BigTIFF', 'MM\0+'],
    ['RIFF (audio or video)', 'RIFF\x10\0\0\0WAVE'],
    ['Matroska or WebM', '\x1aE\xdf\xa3'],
    ['Ogg', 'OggS\0'],
    ['MP3', 'ID3\x03'],
    ['AVIF', '\0\0\0\x20ftypavif'],
    ['AVIF', '\0\0\0\x20ftypavis'],
    ['HEIC', '\0\0\0\x20ftypheic'],
    ['HEIC', '\0\0\0\x20ftyphevx'],
    ['HEIC', '\0\0\0\x20ftypmif1'],
    ['Canon CR3', '\0\0\0\x20ftypcrx '],
    ['QuickTime', '\0\0\0\x20ftypqt  '],
    ['MP4', '\0\0\0\x20ftypisom'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['SVG', '\n<?xml version="1.0"?><!-- drawn --><SVG>'],
    ['HTML', '<!DOCTYPE html><p>'],
    ['HTML', '<html lang="en">'],
    ['HTML', '<script src="a.js">'],
    ['XML', '<?xml version="1.0"?><note/>'],
    ['XML', '<note/>'],
    ['JSON', ' {"a":1}'],
    ['JSON', '[1]'],
    ['a data URL that was encoded twice', 'data:image/png;base64,iVBO'],
    ['plain text', 'hello'],
    ['plain text', '\xff\xfeh\0i\0'],
    ['plain text', '\xc3\xa4'],
  ])('says %s of %j', (name, text) => {
    expect(looksLike(latin1(text))).toBe(name);
  });

  it('looks for SVG behind a byte order mark and a long comment', () => {
    expect(looksLike(Buffer.from(`\ufeff<!-- ${'-='.repeat(900)} --><svg>`))).toBe('SVG');
  });

  it('still sees text where its 512th byte falls within a character', () => {
    expect(looksLike(Buffer.from('x' + 'ä'.repeat(400)))).toBe('plain text');
  });

  it.each(['\0', 'text\0', 'text\x1b', '\x7f', '\xc3(', '\xed\xa0\x80'])('says nothing of %j', (text) => {
    expect(looksLike(latin1(text))).toBeUndefined();
  });
});
