import type { ConformanceCase } from '../case.js';
import { HEADER_LENGTH } from '../client/infer-reply.js';
import { binaryInput, binaryMessage, binaryRequest, type InferMessage } from '../client/infer-request.js';
import { binaryData } from '../specification.js';
import { FIRST_ROW, type Subject } from '../subject.js';
import { encodeElements } from '../tensor/elements.js';
import { mustRefuse } from './refuse.js';

/** A binary request that contradicts itself. */
const wrongCase = (
  id: string,
  title: string,
  message: (subject: Subject) => Promise<InferMessage>,
): ConformanceCase => ({
  id,
  title: `is refused: ${title}`,
  spec: binaryData(),
  strength: 'extension',
  run: async (subject) => {
    await subject.mustAnnounce('binary_tensor_data');
    await mustRefuse(subject, await message(subject), title);
  },
});

const right = async (subject: Subject): Promise<InferMessage> =>
  binaryRequest(await subject.samples(FIRST_ROW), await subject.fields());

/** A right message with another header. */
const withHeader = (header: (length: number, body: Buffer) => string) => async (subject: Subject) => {
  const { body, headers } = await right(subject);
  return { body, headers: { ...headers, [HEADER_LENGTH]: header(Number(headers[HEADER_LENGTH]), body) } };
};

/** A message in which the last input says another size than its bytes have; `more` bytes come after all of them. */
const withSize =
  (change: (size: number) => unknown, more = 0) =>
  async (subject: Subject) => {
    const samples = await subject.samples(FIRST_ROW);
    const tails = samples.map(({ elements, datatype }) => encodeElements(elements, datatype));
    const inputs = samples.map((sample, index) => {
      const { length } = tails[index]!;
      return binaryInput(sample, index === samples.length - 1 ? change(length) : length);
    });
    return binaryMessage(
      { ...(await subject.fields()), inputs },
      Buffer.concat([...tails, Buffer.alloc(more)]),
    );
  };

/** Headers and sizes that do not go together with what comes. */
export const BINARY_ERROR_CASES: ConformanceCase[] = [
  wrongCase(
    'binary.errors.header.too-long',
    'a header that says more than the body has',
    withHeader((_length, body) => String(body.length + 1)),
  ),
  wrongCase(
    'binary.errors.header.too-short',
    'a header that cuts the JSON',
    withHeader((length) => String(length - 1)),
  ),
  wrongCase(
    'binary.errors.header.type',
    'a header that is no number',
    withHeader(() => 'a text'),
  ),
  wrongCase('binary.errors.header.absent', 'binary data without the header', async (subject) => {
    const { body } = await right(subject);
    return { body, headers: { 'Content-Type': 'application/octet-stream' } };
  }),
  wrongCase(
    'binary.errors.size.too-small',
    'a size less than the elements have, and bytes to match',
    async (subject) => {
      const { body, headers } = await withSize((size) => size - 1)(subject);
      return { body: body.subarray(0, -1), headers };
    },
  ),
  wrongCase(
    'binary.errors.size.too-large',
    'a size more than the elements have, and bytes to match',
    withSize((size) => size + 1, 1),
  ),
  wrongCase(
    'binary.errors.size.beyond',
    'a size beyond the end of the body',
    withSize((size) => size + 1),
  ),
  wrongCase(
    'binary.errors.size.type',
    'a size that is no number',
    withSize(() => 'a text'),
  ),
  wrongCase(
    'binary.errors.trailing',
    'bytes at the end that belong to no input',
    withSize((size) => size, 3),
  ),
  wrongCase('binary.errors.two-data', 'an input with both "data" and "binary_data_size"', async (subject) => {
    const samples = await subject.samples(FIRST_ROW);
    const tails = samples.map(({ elements, datatype }) => encodeElements(elements, datatype));
    const inputs = samples.map((sample, index) => ({
      ...binaryInput(sample, tails[index]!.length),
      data: sample.elements,
    }));
    return binaryMessage({ ...(await subject.fields()), inputs }, Buffer.concat(tails));
  }),
];
