/**
 * The few pieces of protobuf's wire format that an ONNX file needs.
 * Source: protobuf.dev/programming-guides/encoding
 */
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** One encoded field, its tag included; a message is the concatenation of its fields. */
export type Field = Uint8Array;

function varint(value: number): number[] {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`expected a whole number, not ${value}`);
  const bytes: number[] = [];
  let rest = value;
  // Division instead of shifts, which would cut the number to 32 bits.
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

function tag(number: number, wireType: number): number[] {
  return varint(number * 8 + wireType);
}

/** A field of the type int32, int64 or enum. */
export function integer(number: number, value: number): Field {
  return Uint8Array.from([...tag(number, VARINT), ...varint(value)]);
}

/** A field of the type float. */
export function float(number: number, value: number): Field {
  const bits = Buffer.alloc(4);
  bits.writeFloatLE(value);
  return Uint8Array.from([...tag(number, FIXED_32), ...bits]);
}

/** A field of the type bytes, or a message that is encoded already. */
export function bytes(number: number, value: Uint8Array): Field {
  return Buffer.concat([Uint8Array.from([...tag(number, LENGTH_DELIMITED), ...varint(value.length)]), value]);
}

/** A field of the type string. */
export function text(number: number, value: string): Field {
  return bytes(number, Buffer.from(value, 'utf8'));
}

/** A field that holds a message. */
export function message(number: number, ...fields: Field[]): Field {
  return bytes(number, Buffer.concat(fields));
}
