import type { Draws } from '../draws.js';
import { ANY_BYTES } from '../mutate/any-bytes.js';

const ODD_TEXTS = [
  '=',
  '==',
  '-',
  '_',
  ' ',
  '\\n',
  '\\u0041',
  '\\u0000',
  '\\/',
  '%3D',
  'data:image/png;base64,',
  '\u00e9',
];

const ODD_VALUES = [
  ...['null', 'true', '{}', '[]', '""', '0', '-1', '1e999', '-0', '1e-400', '0.5', '00', 'NaN', '"\\ud800"'],
  ...['9007199254740993', '123456789012345678901234567890', '{"a":{"a":{}}}', '[[[[]]]]', '"\\u0000"'],
];

const ODD_NAMES = [
  ...[
    'image_base64',
    'confidence_threshold',
    'top_k',
    '__proto__',
    'constructor',
    'toString',
    '',
    'a',
    'image_base6',
  ],
  ...['image_\\u0062ase64', '\\ud83d\\ude00', 'IMAGE_BASE64'],
];

const MOST_LEVELS = 60_000;

/** A base64 text with a character too many, too few, or of another alphabet; it may also be none at all. */
export function mutateBase64(text: string, draws: Draws): string {
  const at = draws.below(text.length + 1);
  switch (draws.below(5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + draws.pick(ODD_TEXTS) + text.slice(at);
    case 2:
      return text.slice(0, at) + String.fromCharCode(0x20 + draws.below(0xe0)) + text.slice(at + 1);
    case 3:
      // Line by line, as some encoders write it.
      return text.replace(/.{76}/g, draws.pick(['$&\\n', '$&\\r\\n', '$& ', '$&\\t']));
    default:
      return draws.pick(ODD_TEXTS) + text + draws.pick(ODD_TEXTS);
  }
}

/** A body whose JSON is damaged, or says something else than it should. */
export function mutateJson(body: Buffer, draws: Draws): Buffer {
  const text = body.toString('latin1');
  switch (draws.below(7)) {
    case 0:
      return draws.pick(ANY_BYTES)(body, draws);
    case 1: {
      // The beginning, where the structure is.
      const head = draws.pick(ANY_BYTES)(body.subarray(0, 20), draws);
      return Buffer.concat([head, body.subarray(20)]);
    }
    case 2:
      return Buffer.from(`{"image_base64":${draws.pick(ODD_VALUES)}}`);
    case 3:
      return Buffer.from(
        `${text.slice(0, -1)},"${draws.pick(ODD_NAMES)}":${draws.pick(ODD_VALUES)}}`,
        'latin1',
      );
    case 4: {
      const levels = draws.chance(0.9) ? draws.below(80) : draws.below(MOST_LEVELS);
      const opening = draws.pick(['[', '{"a":', '{"image_base64":']);
      return Buffer.from(opening.repeat(levels) + (draws.chance(0.5) ? '1' : ''));
    }
    case 5: {
      const count = draws.chance(0.9) ? draws.below(100) : draws.below(20_000);
      const fields = Array.from({ length: count }, (_, i) => `"${draws.pick(ODD_NAMES)}${i}":1`);
      return Buffer.from(`{${fields.join(',')}}`);
    }
    default:
      return Buffer.from(`{"${draws.pick(ODD_NAMES)}":${draws.pick(ODD_VALUES)},${text.slice(1)}`, 'latin1');
  }
}
