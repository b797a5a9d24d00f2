/** Bodies that are no picture of the six formats: the server answers unsupported_image_format. */
import { gzipSync } from 'node:zlib';
import { mulberry32 } from '../../src/model/mulberry32.js';
import { be16, be32, concat, latin1, le16, le32, patched, u8, utf8, type Bytes } from './bytes.js';
import { crc32 } from './checksums.js';
import type { InvalidPicture, ValidPicture } from './corpus.js';
import { renderScene } from './scene.js';
import { toSharp } from './sharp-input.js';

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="24">' +
  '<rect width="32" height="24" fill="#8cc"/><circle cx="10" cy="9" r="5" fill="#fc6"/></svg>\n';
const prolog =
  '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n' +
  '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n';
const html =
  '<!doctype html>\n<html lang="en"><head><title>Pond</title></head><body><p>No picture here.</p></body></html>\n';
const pdf =
  '%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj\n' +
  'trailer <</Root 1 0 R>>\n%%EOF\n';
const postScript =
  '%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 32 24\n0.5 setgray 0 0 32 24 rectfill\nshowpage\n%%EOF\n';

/** The first box of ISO base media files: major brand, minor version, compatible brands (ISO/IEC 14496-12). */
function fileType(major: string, ...compatible: string[]): Bytes {
  const body = concat(latin1(`ftyp${major}`), be32(0), latin1(compatible.join('')));
  return concat(be32(body.length + 4), body);
}

/** The signature box that JPEG 2000 and JPEG XL share (ISO/IEC 15444-1, annex I; ISO/IEC 18181-2). */
function signatureBox(type: string): Bytes {
  return concat(be32(12), latin1(type), u8(0x0d, 0x0a, 0x87, 0x0a));
}

/** A ZIP archive of one stored file: local header, directory, end (APPNOTE.TXT, 4.3). */
function zip(name: string, content: Bytes): Bytes {
  const shared = concat(
    le16(20, 0, 0, 0, 0x21),
    le32(crc32(content), content.length, content.length),
    le16(name.length, 0),
  );
  const local = concat(latin1('PK\x03\x04'), shared, latin1(name), content);
  const entry = concat(latin1('PK\x01\x02'), le16(20), shared, le16(0, 0, 0), le32(0, 0), latin1(name));
  return concat(
    local,
    entry,
    latin1('PK\x05\x06'),
    le16(0, 0, 1, 1),
    le32(entry.length, local.length),
    le16(0),
  );
}

/** An icon that holds one PNG: directory header, one entry, picture. */
function icon(png: Bytes): Bytes {
  return concat(le16(0, 1, 1), u8(16, 16, 0, 0), le16(1, 32), le32(png.length, 22), png);
}

/** A Photoshop file of 32 by 24 whose channels are empty (Photoshop File Formats Specification). */
const photoshop = concat(
  latin1('8BPS'),
  be16(1, 0, 0, 0),
  be16(3),
  be32(24, 32),
  be16(8, 3),
  be32(0, 0, 0),
  be16(0),
);

function noise(length: number): Bytes {
  const random = mulberry32(2024);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

export async function foreignFiles(valid: readonly ValidPicture[]): Promise<InvalidPicture[]> {
  const png = valid.find(({ file }) => file === 'png-1x1.png')?.bytes ?? u8();
  const avif = await toSharp(renderScene({ width: 32, height: 24, channels: 3 }))
    .avif({ quality: 50 })
    .toBuffer();
  const padding = new Uint8Array(48);
  const files: [file: string, bytes: Bytes, looksLike: string | null, note: string][] = [
    ['drawing.svg', utf8(svg), 'SVG', 'SVG'],
    ['svg-named.png', utf8(svg), 'SVG', 'SVG behind another name'],
    ['svg-prolog.svg', utf8(prolog + svg), 'SVG', 'SVG behind an XML declaration and a document type'],
    ['svg-bom.svg', utf8(`\ufeff\n${svg}`), 'SVG', 'SVG behind a byte order mark and an empty line'],
    ['svg-comment.svg', utf8(`<!-- a <small> drawing -->\n${svg}`), 'SVG', 'SVG behind a comment'],
    ['page.html', utf8(html), 'HTML', 'HTML'],
    ['html-named.jpg', utf8(html), 'HTML', 'HTML behind another name'],
    ['document.pdf', latin1(pdf), 'PDF', 'PDF without pages'],
    ['text.txt', utf8('The pond is quiet this morning.\n'), 'plain text', 'a line of text'],
    ['text-utf8.txt', utf8('Die Kröte übt das Hüpfen – früh am Tag.\n'), 'plain text', 'text beyond ASCII'],
    ['data.json', utf8('{\n  "label": "Amphibian",\n  "score": 0.5\n}\n'), 'JSON', 'JSON'],
    ['archive.zip', zip('pond.txt', utf8('ripple\n')), 'ZIP', 'ZIP of one file'],
    // The header's operating system is the one byte that differs between machines: 255 is "unknown".
    ['archive.gz', patched(gzipSync(utf8('ripple\n')), 9, u8(255)), 'gzip', 'gzip of a line of text'],
    ['header.heic', concat(fileType('heic', 'mif1', 'heic'), padding), 'HEIC', 'HEIC header'],
    [
      'header-mif1.heic',
      concat(fileType('mif1', 'mif1', 'heic'), padding),
      'HEIC',
      'HEIC by compatible brand',
    ],
    ['picture.avif', avif, 'AVIF', 'a sound AVIF, which sharp could decode'],
    ['header.avif', concat(fileType('avif', 'avif', 'mif1'), padding), 'AVIF', 'AVIF header'],
    ['codestream.jxl', concat(u8(0xff, 0x0a), noise(40)), 'JPEG XL', 'bare JPEG XL'],
    [
      'container.jxl',
      concat(signatureBox('JXL '), fileType('jxl ', 'jxl '), padding),
      'JPEG XL',
      'JPEG XL in boxes',
    ],
    [
      'header.jp2',
      concat(signatureBox('jP  '), fileType('jp2 ', 'jp2 '), padding),
      'JPEG 2000',
      'JPEG 2000 in boxes',
    ],
    ['codestream.j2k', concat(u8(0xff, 0x4f, 0xff, 0x51, 0, 47), padding), 'JPEG 2000', 'bare JPEG 2000'],
    ['icon.ico', icon(png), 'ICO', 'an icon with a PNG inside'],
    ['layers.psd', photoshop, 'PSD', 'Photoshop header'],
    ['clip.mp4', concat(fileType('isom', 'isom', 'mp42'), be32(8), latin1('mdat')), 'MP4', 'MP4 header'],
    ['drawing.eps', latin1(postScript), 'PostScript', 'encapsulated PostScript'],
    ['random.jpg', noise(1024), null, 'random bytes behind a name'],
  ];
  return files.map(([file, bytes, looksLike, note]) => {
    return { file, bytes, code: 'unsupported_image_format', looksLike, note };
  });
}
