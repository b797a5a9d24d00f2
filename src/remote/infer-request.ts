import { setImmediate as turn } from 'node:timers/promises';
import type { InputDatatype } from './datatypes.js';
import type { UpstreamContract } from './upstream-contract.js';

/** Numbers that are written between two turns of the event loop: about a millisecond. */
const NUMBERS_A_TURN = 8192;

export interface InferRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * The request for the tensors of some pictures, joined along the axis of the batch. The bytes of the tensors are copied
 * before the first turn of the event loop: whoever stops waiting may use them for something else.
 *
 * @param tensors little-endian bytes, one for each picture
 * @param id which the answer has to repeat
 */
export async function inferRequest(
  contract: UpstreamContract,
  tensors: readonly Uint8Array[],
  id: string,
): Promise<InferRequest> {
  const { name, datatype } = contract.input;
  const input = { name, datatype, shape: [tensors.length, ...contract.shape] };
  if (contract.isBinary) {
    const size = tensors.reduce((sum, { length }) => sum + length, 0);
    const head = Buffer.from(
      JSON.stringify({
        id,
        inputs: [{ ...input, parameters: { binary_data_size: size } }],
        outputs: [{ name: contract.output.name, parameters: { binary_data: true } }],
      }),
    );
    return {
      headers: {
        'content-type': 'application/octet-stream',
        'inference-header-content-length': String(head.length),
      },
      body: Buffer.concat([head, ...tensors], head.length + size),
    };
  }
  const parts = [`{"id":${JSON.stringify(id)},"inputs":[${JSON.stringify(input).slice(0, -1)},"data":[`];
  const numbers = elementsOf(Buffer.concat(tensors), datatype);
  for (let at = 0; at < numbers.length; at += NUMBERS_A_TURN) {
    if (at > 0) {
      parts.push(',');
      // Writing numbers takes long, and probes are not to wait for it.
      await turn();
    }
    parts.push(numbers.subarray(at, at + NUMBERS_A_TURN).join(','));
  }
  parts.push(`]}],"outputs":${JSON.stringify([{ name: contract.output.name }])}}`);
  return { headers: { 'content-type': 'application/json' }, body: Buffer.from(parts.join('')) };
}

/** FP16 goes as bytes alone (readContract sees to it). */
function elementsOf(bytes: Buffer, datatype: InputDatatype): Float32Array | Uint8Array {
  if (datatype === 'UINT8') return bytes;
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}
