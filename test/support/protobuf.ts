/** The fields of a message by their numbers: numbers, or bytes, which may be a message again. */
export type Fields = Map<number, (bigint | Buffer)[]>;

export function fieldsOf(bytes: Buffer): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const values = fields.get(tag >> 3) ?? [];
    fields.set(tag >> 3, values);
    switch (tag & 7) {
      case 0:
        values.push(varint());
        break;
      case 1:
        values.push(bytes.readBigUInt64LE(at));
        at += 8;
        break;
      case 2: {
        const length = Number(varint());
        values.push(bytes.subarray(at, at + length));
        at += length;
        break;
      }
      case 5:
        values.push(BigInt(bytes.readUInt32LE(at)));
        at += 4;
        break;
      default:
        throw new Error(`expected a wire type of Protocol Buffers, received ${tag & 7}`);
    }
  }
  return fields;
}

/** The messages of a field. */
export const all = (message: Fields, field: number) =>
  (message.get(field) ?? []).map((bytes) => fieldsOf(bytes as Buffer));
export const bytesOf = (message: Fields, field: number) =>
  (message.get(field)?.[0] ?? Buffer.alloc(0)) as Buffer;
export const numberOf = (message: Fields, field: number) => (message.get(field)?.[0] ?? 0n) as bigint;
