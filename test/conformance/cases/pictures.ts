import type { ConformanceCase } from '../case.js';
import { applies, ensure, show } from '../judge.js';
import { binaryInput, binaryMessage, jsonMessage, type InferMessage } from '../client/infer-request.js';
import { section } from '../specification.js';
import type { Subject } from '../subject.js';
import { rowOf } from '../tensor/compare.js';
import { encodeElements } from '../tensor/elements.js';
import { ANY, type TensorSpec } from '../tensor/shape.js';
import { mustRefuse } from './refuse.js';

const BASE64 = section('content-type.md', 'Base64');
const BINARY = section('extension_binary_data.md', 'Binary Tensor Request');

/** A case for models that take encoded pictures as BYTES, where the user has given some. */
const pictureCase = (
  id: string,
  title: string,
  spec: string,
  run: (subject: Subject, pictures: readonly [Uint8Array, Uint8Array], input: TensorSpec) => Promise<void>,
): ConformanceCase => ({
  id,
  title,
  spec,
  strength: 'extension',
  run: async (subject) => {
    const { pictures } = subject.options;
    applies(
      pictures !== undefined,
      'no picture was given; give one by --picture where the model takes encoded pictures',
    );
    if (spec === BINARY) await subject.mustAnnounce('binary_tensor_data');
    const { inputs } = await subject.metadata();
    applies(inputs.length === 1, 'the model has several inputs');
    await run(subject, pictures, inputs[0]!);
  },
});

/**
 * The tensor of encoded pictures: of the metadata's shape where the input is of BYTES, and else one axis, as OpenVINO Model
 * Server has it where it decodes pictures for an input of numbers.
 */
const bytesTensor = ({ name, datatype, shape }: TensorSpec, count: number): Omit<TensorSpec, 'datatype'> => ({
  name,
  shape: datatype === 'BYTES' ? shape.map((n, axis) => (n === ANY ? (axis === 0 ? count : 1) : n)) : [count],
});

function base64Message(input: TensorSpec, pictures: Uint8Array[], count = pictures.length): InferMessage {
  const data = pictures.map((picture) => Buffer.from(picture).toString('base64'));
  const parameters = { content_type: 'base64' };
  return jsonMessage({ inputs: [{ ...bytesTensor(input, count), datatype: 'BYTES', parameters, data }] });
}

function bytesMessage(
  input: TensorSpec,
  pictures: Uint8Array[],
  bytes = encodeElements(pictures, 'BYTES'),
): InferMessage {
  const tensor = { ...bytesTensor(input, pictures.length), datatype: 'BYTES' as const, elements: [] };
  return binaryMessage({ inputs: [binaryInput(tensor, bytes.length)] }, bytes);
}

/** Encoded pictures in place of a tensor, as texts in base64 and as bytes. */
export const PICTURE_CASES: ConformanceCase[] = [
  pictureCase(
    'picture.base64',
    'a picture in base64 is answered with all outputs',
    BASE64,
    async (subject, [picture], input) => {
      const { outputs } = await subject.infer(base64Message(input, [picture]));
      const wanted = (await subject.outputs()).map(({ name }) => name).sort();
      const received = outputs.map(({ name }) => name).sort();
      ensure(
        show(received) === show(wanted),
        () => `expected the outputs ${show(wanted)}, received ${show(received)}`,
      );
    },
  ),
  pictureCase(
    'picture.binary',
    'a picture in bytes gets the answer of the same in base64',
    BINARY,
    async (subject, [picture], input) => {
      const expected = (await subject.infer(base64Message(input, [picture]))).outputs;
      subject.same(
        (await subject.infer(bytesMessage(input, [picture]))).outputs,
        expected,
        'a picture in bytes',
      );
    },
  ),
  pictureCase(
    'picture.batch',
    'two pictures get the answers that each gets alone',
    BASE64,
    async (subject, pictures, input) => {
      await subject.mustBatch();
      const both = (await subject.infer(base64Message(input, [...pictures]))).outputs;
      for (const [row, picture] of pictures.entries()) {
        const alone = (await subject.infer(base64Message(input, [picture]))).outputs;
        subject.same(
          both.map((tensor) => rowOf(tensor, row)),
          alone,
          `picture ${row} of 2`,
        );
      }
    },
  ),
  pictureCase(
    'picture.batch.binary',
    'two pictures in bytes get the answers of the same in base64',
    BINARY,
    async (subject, pictures, input) => {
      await subject.mustBatch();
      const expected = (await subject.infer(base64Message(input, [...pictures]))).outputs;
      subject.same(
        (await subject.infer(bytesMessage(input, [...pictures]))).outputs,
        expected,
        'two pictures in bytes',
      );
    },
  ),
  pictureCase(
    'picture.errors.foreign',
    'is refused: what is no picture',
    BASE64,
    async (subject, _pictures, input) => {
      await mustRefuse(
        subject,
        base64Message(input, [Buffer.from('no picture at all')]),
        'what is no picture',
      );
    },
  ),
  pictureCase(
    'picture.errors.count',
    'is refused: a shape of two pictures, and one',
    BASE64,
    async (subject, [picture], input) => {
      const [axis] = bytesTensor(input, 2).shape;
      applies(axis === 2, 'the first axis has a fixed length');
      await mustRefuse(subject, base64Message(input, [picture], 2), 'a shape of two pictures, and one');
    },
  ),
  pictureCase(
    'picture.errors.length',
    'is refused: an element that says it is longer than the bytes are',
    BINARY,
    async (subject, [picture], input) => {
      const bytes = encodeElements([picture], 'BYTES');
      bytes.writeUInt32LE(picture.length + 1);
      await mustRefuse(subject, bytesMessage(input, [picture], bytes), 'an element beyond the end');
    },
  ),
];
