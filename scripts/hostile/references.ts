/** Documents that refer to other files or to themselves, and formats that a library might read by itself: all refused. */
import { concat, latin1, u8, utf8, type Bytes } from '../pictures/bytes.js';
import { filesOf, type HostileFile, type Row } from './hostile-file.js';

const SVG = 'xmlns="http://www.w3.org/2000/svg" width="64" height="64"';
const XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"';

function entities(): string {
  const lines = Array.from({ length: 9 }, (_, i) => {
    const former = `&e${String(i)};`;
    return `<!ENTITY e${String(i + 1)} "${former.repeat(10)}">`;
  });
  return `<!DOCTYPE svg [<!ENTITY e0 "ha">${lines.join('')}]>`;
}

function nestedUses(): string {
  const groups = Array.from({ length: 12 }, (_, i) => {
    const former = `<use xlink:href="#g${String(i)}"/>`;
    return `<g id="g${String(i + 1)}">${former.repeat(10)}</g>`;
  });
  return `<g id="g0"><rect width="1" height="1"/></g>${groups.join('')}<use xlink:href="#g12"/>`;
}

const TEXTS: readonly [file: string, about: string, text: string][] = [
  [
    'reference-local-file.svg',
    'SVG with a picture of this machine',
    `<svg ${SVG} ${XLINK}><image xlink:href="file:///etc/passwd" width="64" height="64"/></svg>`,
  ],
  [
    'reference-address.svg',
    'SVG with a picture of another address',
    `<svg ${SVG} ${XLINK}><image xlink:href="http://127.0.0.1:9/a.png" width="64" height="64"/></svg>`,
  ],
  [
    'reference-style.svg',
    'SVG with a style sheet of another address',
    `<?xml-stylesheet href="http://127.0.0.1:9/a.css"?><svg ${SVG}/>`,
  ],
  [
    'reference-entity.svg',
    'SVG with an external entity (XXE)',
    `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg ${SVG}><text y="20">&x;</text></svg>`,
  ],
  [
    'reference-parameter-entity.svg',
    'SVG with an external document type',
    `<?xml version="1.0"?><!DOCTYPE svg SYSTEM "http://127.0.0.1:9/a.dtd"><svg ${SVG}/>`,
  ],
  [
    'reference-many-entities.svg',
    'SVG with ten to the ninth entities ("billion laughs")',
    `<?xml version="1.0"?>${entities()}<svg ${SVG}><text>&e9;</text></svg>`,
  ],
  [
    'reference-many-uses.svg',
    'SVG with ten to the twelfth rectangles',
    `<svg ${SVG} ${XLINK}>${nestedUses()}</svg>`,
  ],
  [
    'reference-self.svg',
    'SVG that contains itself',
    `<svg ${SVG} ${XLINK}><g id="a"><use xlink:href="#a"/></g></svg>`,
  ],
  [
    'reference-huge.svg',
    'SVG of 2147483647x2147483647',
    `<svg xmlns="http://www.w3.org/2000/svg" width="2147483647" height="2147483647"/>`,
  ],
  ['reference-script.svg', 'SVG with a script', `<svg ${SVG}><script>alert(1)</script></svg>`],
  ['reference-svg.png', 'SVG named .png', `<svg ${SVG}/>`],
  ['reference-deep.svg', 'SVG of 20,000 nested groups', `<svg ${SVG}>${'<g>'.repeat(20_000)}`],
  [
    'reference-entity.xml',
    'XML with an external entity (XXE)',
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
  ],
  [
    'reference-frame.html',
    'web page with a frame of another address',
    '<!doctype html><iframe src="http://127.0.0.1:9/"></iframe>',
  ],
  [
    'reference.mvg',
    "ImageMagick's drawing language with a file",
    "push graphic-context\nviewbox 0 0 64 64\nimage over 0,0 0,0 '/etc/passwd'\npop graphic-context\n",
  ],
  [
    'reference.msl',
    "ImageMagick's script",
    '<?xml version="1.0"?><image><read filename="/etc/passwd"/><write filename="/tmp/x"/></image>',
  ],
  [
    'reference.eps',
    'PostScript that reads a file',
    '%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 64\n(/etc/passwd) (r) file\n',
  ],
  [
    'reference.m3u8',
    'play list with a file',
    '#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
  ],
  ['foreign-huge.ppm', 'portable pixmap of 65535x65535', 'P6 65535 65535 255\n\0\0\0'],
  ['foreign-huge.pfm', 'portable float map of 65535x65535', 'PF\n65535 65535\n-1.0\n\0\0\0\0'],
  [
    'foreign.hdr',
    'Radiance picture of 65535x65535',
    '#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 65535 +X 65535\n',
  ],
  [
    'foreign.fits',
    'FITS of 65535x65535',
    'SIMPLE  =                    T'.padEnd(80) + 'BITPIX  =                    8'.padEnd(80),
  ],
  ['foreign.xpm', 'X pixmap', '/* XPM */\nstatic char *a[] = {"65535 65535 1 1","a c #000"};\n'],
  ['foreign.csv', 'numbers, which libvips reads as a picture', '1,2,3\n4,5,6\n'],
];

const BINARIES: readonly [file: string, about: string, bytes: () => Bytes][] = [
  [
    'foreign.svgz',
    'a gzip file that says to hold an SVG',
    () => concat(u8(0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3), latin1('a.svg\0'), new Uint8Array(64)),
  ],
  ['foreign.exr', 'OpenEXR', () => concat(u8(0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0), new Uint8Array(64))],
  [
    'foreign.v',
    "libvips' own format, 65535x65535",
    () => concat(u8(0x08, 0xf2, 0xa6, 0xb6, 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff), new Uint8Array(64)),
  ],
  [
    'foreign.mat',
    'MATLAB file',
    () => concat(latin1('MATLAB 5.0 MAT-file'.padEnd(124)), u8(0, 1, 0x49, 0x4d)),
  ],
  [
    'foreign-bigtiff.tif',
    'BigTIFF of 2^40 x 2^40 pixels',
    () => concat(u8(0x49, 0x49, 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0), new Uint8Array(64).fill(0xff)),
  ],
  ['foreign-utf16.svg', 'SVG in UTF-16', () => Buffer.from(`\ufeff<svg ${SVG}/>`, 'utf16le')],
];

export function references(): HostileFile[] {
  const rows: Row[] = [
    ...TEXTS.map(([file, about, text]): Row => [file, about, ['unsupported_image_format'], () => utf8(text)]),
    ...BINARIES.map(([file, about, bytes]): Row => [file, about, ['unsupported_image_format'], bytes]),
  ];
  return filesOf('reference', rows);
}
