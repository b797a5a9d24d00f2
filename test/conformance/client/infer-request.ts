import { encodeElements } from '../tensor/elements.js';
import type { SampleTensor } from '../tensor/sample.js';
import { HEADER_LENGTH } from './infer-reply.js';

/** A request for inference as it is written; cases that send wrong ones change it. */
export interface InferBody {
  id?: unknown;
  parameters?: object;
  inputs?: unknown;
  outputs?: unknown;
}

/** The body and the headers of POST .../infer. */
export interface InferMessage {
  body: Buffer;
  headers: Record<string, string>;
}

export const jsonMessage = (request: unknown): InferMessage => textMessage(JSON.stringify(request));

export const textMessage = (text: string): InferMessage => ({
  body: Buffer.from(text),
  headers: { 'Content-Type': 'application/json' },
});

/** JSON with bytes behind it; `head` is what the header says of the JSON's length, which is true unless given. */
export function binaryMessage(request: unknown, tail: Buffer, head?: string): InferMessage {
  const text = Buffer.from(JSON.stringify(request));
  return {
    body: Buffer.concat([text, tail]),
    headers: {
      'Content-Type': 'application/octet-stream',
      [HEADER_LENGTH]: head ?? String(text.length),
    },
  };
}

/** An input with its elements in JSON. */
export type JsonInput = ReturnType<typeof jsonInput>;
export const jsonInput = ({ name, datatype, shape, elements }: SampleTensor) => ({
  name,
  datatype,
  shape,
  data: elements as unknown[],
});

/** An input with its elements in bytes behind the JSON; `size` is what it says of their number. */
export const binaryInput = ({ name, datatype, shape }: SampleTensor, size: unknown) => ({
  name,
  datatype,
  shape,
  parameters: { binary_data_size: size },
});

/** A request with all inputs in bytes. */
export function binaryRequest(tensors: readonly SampleTensor[], rest: InferBody = {}): InferMessage {
  const tails = tensors.map(({ elements, datatype }) => encodeElements(elements, datatype));
  const inputs = tensors.map((tensor, index) => binaryInput(tensor, tails[index]!.length));
  return binaryMessage({ ...rest, inputs }, Buffer.concat(tails));
}
