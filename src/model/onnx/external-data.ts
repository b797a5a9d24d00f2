/** Protobuf messages of an ONNX file (onnx.proto3) that lead to a tensor, by field number. */
const CHILDREN = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  function: { 7: 'node' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: { 13: 'entry' },
  entry: {},
} as const satisfies Record<string, Record<number, string>>;
type Message = keyof typeof CHILDREN;

const MAX_DEPTH = 64;

/**
 * The places of all external data files that an ONNX model names: tensors may lie in files beside the model
 * (`TensorProto.external_data`, key "location").
 *
 * @throws RangeError where the bytes are no protobuf message of this kind
 */
export function externalDataLocations(onnx: Buffer): Set<string> {
  const locations = new Set<string>();
  visit(onnx, 'model', 0);
  return locations;

  function visit(bytes: Buffer, message: Message, depth: number): void {
    if (depth > MAX_DEPTH) throw new RangeError('nested too deep');
    let key = '';
    for (const { field, content } of lengthDelimitedFields(bytes)) {
      if (message === 'entry') {
        if (field === 1) key = content.toString();
        else if (field === 2 && key === 'location') locations.add(content.toString());
      }
      const child = (CHILDREN[message] as Record<number, Message>)[field];
      if (child) visit(content, child, depth + 1);
    }
  }
}

/** The fields of wire type 2 (nested messages and texts); all others are passed over. */
function* lengthDelimitedFields(bytes: Buffer): Generator<{ field: number; content: Buffer }> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = bytes.readUInt8(at++);
      // Not by bit operations, which end at 32 bits.
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number of more than ten bytes');
  };
  while (at < bytes.length) {
    const tag = varint();
    const [field, wireType] = [Math.floor(tag / 8), tag % 8];
    if (field === 0) throw new RangeError('field number 0');
    if (wireType === 0) varint();
    else if (wireType === 1) at += 8;
    else if (wireType === 5) at += 4;
    else if (wireType === 2) {
      const length = varint();
      if (at + length > bytes.length) throw new RangeError('a field that is longer than the file');
      yield { field, content: bytes.subarray(at, at + length) };
      at += length;
    } else throw new RangeError(`wire type ${wireType}`);
  }
  if (at > bytes.length) throw new RangeError('a field that is longer than the file');
}
