/** Files that are two things at once. The content decides, and a sound picture is one whatever else it may be read as. */
import { be16, concat, latin1, le16, le32, patched, u8, type Bytes } from '../pictures/bytes.js';
import { crc32 } from '../pictures/checksums.js';
import { pngChunk } from '../pictures/png-writer.js';
import { readWebp, writeWebp } from '../pictures/webp-container.js';
import { sound } from './base-pictures.js';
import { smallPng } from './checksums.js';
import { segment } from './flat-jpeg.js';
import { filesOf, type HostileFile } from './hostile-file.js';

const HTML = latin1('<html><body><script>alert(document.domain)</script></body></html>');
const PHP = latin1('<?php system($_GET["c"]); ?>');

/** A ZIP archive of one stored file (APPNOTE 6.3); offsets count from its own beginning or from that of a larger file. */
function zip(startsAt = 0): Bytes {
  const [name, data] = [latin1('a.txt'), latin1('hello')];
  const common = concat(
    le16(20, 0, 0, 0, 0x21),
    le32(crc32(data), data.length, data.length),
    le16(name.length, 0),
  );
  const local = concat(latin1('PK\x03\x04'), common, name, data);
  const central = concat(latin1('PK\x01\x02'), le16(20), common, le16(0, 0, 0), le32(0, startsAt), name);
  const end = concat(
    latin1('PK\x05\x06'),
    le16(0, 0, 1, 1),
    le32(central.length, startsAt + local.length),
    le16(0),
  );
  return concat(local, central, end);
}

function withComment(jpeg: Bytes, comment: Bytes): Bytes {
  return concat(jpeg.subarray(0, 2), segment(0xfe, comment), jpeg.subarray(2));
}

export function polyglots(): HostileFile[] {
  const jpeg = () => sound('jpeg-baseline-420.jpg');
  const gif = () => sound('gif-one-frame.gif');
  const both = { note: 'the picture is sound, and nothing else of the file is ever read' };
  const followed = (file: string, picture: () => Bytes, what: string, tail: (at: number) => Bytes) =>
    [file, what, ['ok'], () => concat(picture(), tail(picture().length)), both] as const;
  return filesOf('polyglot', [
    [
      'polyglot-html.jpg',
      'JPEG with a web page as its comment',
      ['ok'],
      () => withComment(jpeg(), HTML),
      both,
    ],
    [
      'polyglot-php.jpg',
      'JPEG with a PHP script as its comment',
      ['ok'],
      () => withComment(jpeg(), PHP),
      both,
    ],
    [
      'polyglot-pdf.jpg',
      'JPEG whose comment begins a PDF',
      ['ok'],
      () => withComment(jpeg(), latin1('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>')),
      both,
    ],
    // The length of the first segment, 0x2f2a, is the beginning of a comment in JavaScript: /*
    [
      'polyglot-script.jpg',
      'JPEG whose first bytes are JavaScript in a character set of 8 bits',
      ['ok'],
      () =>
        concat(
          u8(0xff, 0xd8, 0xff, 0xfe),
          be16(0x2f2a),
          new Uint8Array(0x2f2a - 2 - 15),
          latin1('*/=alert(1);/*.'),
          jpeg().subarray(2),
        ),
      both,
    ],
    followed('polyglot-zip.jpg', jpeg, 'JPEG with a ZIP archive behind it', zip),
    followed('polyglot-html-behind.jpg', jpeg, 'JPEG with a web page behind it', () => HTML),
    followed('polyglot-second.jpg', jpeg, 'JPEG with another JPEG behind it', jpeg),
    [
      'polyglot-zip.png',
      'PNG with a ZIP archive behind it',
      ['ok', 'image_corrupt'],
      () => {
        const png = sound('png-rgb-8bit.png');
        return concat(png, zip(png.length));
      },
      { note: 'the picture is sound; pngjs refuses what stands behind it' },
    ],
    [
      'polyglot-html.png',
      'PNG with a web page as text',
      ['ok'],
      () => smallPng([pngChunk('tEXt', concat(latin1('Comment\0'), HTML))]),
      both,
    ],
    [
      'polyglot-script.gif',
      'GIF that is JavaScript: its width is the beginning of a comment',
      ['ok', 'image_corrupt'],
      () => concat(patched(gif(), 6, latin1('/*')), latin1('*/=1;alert(1)')),
      { note: 'its screen is 10799 pixels wide, which fits' },
    ],
    [
      'polyglot-html.gif',
      'GIF with a web page as its comment',
      ['ok'],
      () => {
        // Before the first extension stand the header and 256 colours.
        const at = 13 + 3 * 256;
        return concat(gif().subarray(0, at), u8(0x21, 0xfe, HTML.length), HTML, u8(0), gif().subarray(at));
      },
      both,
    ],
    followed('polyglot-zip.gif', gif, 'GIF with a ZIP archive behind it', zip),
    [
      'polyglot-html.webp',
      'WebP with a chunk that is a web page',
      ['ok', 'image_corrupt'],
      () => writeWebp([...readWebp(sound('webp-lossy.webp')), { name: 'HTML', data: HTML }]),
      both,
    ],
    followed('polyglot-zip.webp', () => sound('webp-lossy.webp'), 'WebP with a ZIP archive behind it', zip),
    followed('polyglot-zip.bmp', () => sound('bmp-24bit.bmp'), 'bitmap with a ZIP archive behind it', zip),
    followed(
      'polyglot-zip.tif',
      () => sound('tiff-uncompressed.tiff'),
      'TIFF with a ZIP archive behind it',
      zip,
    ),
    [
      'polyglot-picture-behind.html',
      'web page with a JPEG behind it',
      ['unsupported_image_format'],
      () => concat(HTML, jpeg()),
    ],
    [
      'polyglot-picture-behind.zip',
      'ZIP archive with a JPEG behind it',
      ['unsupported_image_format'],
      () => concat(zip(), jpeg()),
    ],
    [
      'polyglot-picture-behind.pdf',
      'PDF with a JPEG behind it',
      ['unsupported_image_format'],
      () => concat(latin1('%PDF-1.4\n'), jpeg()),
    ],
    [
      'polyglot-blank.jpg',
      'JPEG behind a line break',
      ['unsupported_image_format'],
      () => concat(latin1('\n'), jpeg()),
    ],
    [
      'polyglot-mpo.jpg',
      'JPEG whose APP2 says that a second picture follows, which is not there',
      ['ok'],
      () =>
        concat(
          jpeg().subarray(0, 2),
          segment(0xe2, concat(latin1('MPF\0MM\0*'), new Uint8Array(200).fill(0xff))),
          jpeg().subarray(2),
        ),
      both,
    ],
  ]);
}
