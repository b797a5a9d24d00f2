import type { ConformanceCase } from '../case.js';
import { ensure, show } from '../judge.js';
import { HEADER_LENGTH, readInferred } from '../client/infer-reply.js';
import { binaryInput, binaryMessage, binaryRequest, jsonInput } from '../client/infer-request.js';
import { binaryData } from '../specification.js';
import { FIRST_ROW, SECOND_ROW, type Subject } from '../subject.js';
import { ELEMENT_BYTES } from '../tensor/datatype.js';
import { encodeElements } from '../tensor/elements.js';

const EXTENSION = 'binary_tensor_data';
const allBinary = { parameters: { binary_data_output: true } };

/** A case of the binary tensor data extension, for servers that announce it. */
const binaryCase = (
  id: string,
  title: string,
  run: (subject: Subject) => Promise<void>,
): ConformanceCase => ({
  id,
  title,
  spec: binaryData(),
  strength: 'extension',
  run: async (subject) => {
    await subject.mustAnnounce(EXTENSION);
    await run(subject);
  },
});

/** Tensors as bytes behind the JSON, in requests and in answers. */
export const BINARY_CASES: ConformanceCase[] = [
  binaryCase('binary.input', 'binary inputs get the answer of JSON inputs', async (subject) => {
    const { outputs } = await subject.infer(
      binaryRequest(await subject.samples(FIRST_ROW), await subject.fields()),
    );
    subject.same(outputs, await subject.expected(), 'binary inputs');
  }),
  binaryCase(
    'binary.input.batch',
    'two rows of binary inputs get the answer of JSON inputs',
    async (subject) => {
      await subject.mustBatch();
      const { outputs } = await subject.infer(
        binaryRequest(await subject.samples(FIRST_ROW, SECOND_ROW), await subject.fields()),
      );
      subject.same(outputs, await subject.rows(FIRST_ROW, SECOND_ROW), 'two rows of binary inputs');
    },
  ),
  binaryCase('binary.input.mixed', 'one input may be binary and another JSON', async (subject) => {
    await subject.mustHaveInputs(2);
    const [first, ...others] = await subject.samples(FIRST_ROW);
    const bytes = encodeElements(first!.elements, first!.datatype);
    const inputs = [binaryInput(first!, bytes.length), ...others.map(jsonInput)];
    const { outputs } = await subject.infer(binaryMessage({ ...(await subject.fields()), inputs }, bytes));
    subject.same(outputs, await subject.expected(), 'binary and JSON inputs');
  }),
  binaryCase(
    'binary.input.json-output',
    'outputs are JSON where nothing else is asked for',
    async (subject) => {
      await subject.mustAnswerInJson();
      const reply = await subject.send(
        binaryRequest(await subject.samples(FIRST_ROW), await subject.fields()),
      );
      for (const { name, isBinary } of readInferred(reply).outputs) {
        ensure(!isBinary, () => `expected output '${name}' in JSON, received it binary`);
      }
    },
  ),
  binaryCase(
    'binary.output',
    'an output with "binary_data": true is binary, and has the same elements',
    async (subject) => {
      for (const expected of await subject.expected()) {
        const outputs = [{ name: expected.name, parameters: { binary_data: true } }];
        const received = (await subject.infer(await subject.message({ outputs }))).outputs;
        subject.same(received, [expected], `binary '${expected.name}'`);
        ensure(received[0]!.isBinary, () => `expected output '${expected.name}' binary, received it in JSON`);
      }
    },
  ),
  binaryCase('binary.output.all', '"binary_data_output": true makes all outputs binary', async (subject) => {
    const { outputs } = await subject.infer(await subject.message(allBinary));
    subject.same(outputs, await subject.expected(), 'binary outputs');
    for (const { name, isBinary } of outputs) {
      ensure(isBinary, () => `expected output '${name}' binary, received it in JSON`);
    }
  }),
  binaryCase(
    'binary.output.override',
    '"binary_data": false comes before "binary_data_output": true',
    async (subject) => {
      await subject.mustAnswerInJson();
      const [expected] = await subject.expected();
      const outputs = [{ name: expected!.name, parameters: { binary_data: false } }];
      const received = (await subject.infer(await subject.message({ ...allBinary, outputs }))).outputs;
      subject.same(received, [expected!], 'an output that shall not be binary');
      ensure(!received[0]!.isBinary, () => `expected output '${expected!.name}' in JSON, received it binary`);
    },
  ),
  binaryCase('binary.output.mixed', 'one output may be binary and another JSON', async (subject) => {
    await subject.mustAnswerInJson();
    await subject.outputs(2);
    const expected = await subject.expected();
    const last = expected.at(-1)!.name;
    const outputs = expected.map(({ name }) => ({ name, parameters: { binary_data: name === last } }));
    const received = (await subject.infer(await subject.message({ outputs }))).outputs;
    subject.same(received, expected, 'binary and JSON outputs');
    for (const { name, isBinary } of received) {
      const [wanted, came] = name === last ? ['binary', 'in JSON'] : ['in JSON', 'binary'];
      ensure(isBinary === (name === last), () => `expected output '${name}' ${wanted}, received it ${came}`);
    }
  }),
  binaryCase('binary.both', 'binary inputs and binary outputs go together', async (subject) => {
    const { outputs } = await subject.infer(
      binaryRequest(await subject.samples(FIRST_ROW), { id: 'both', ...allBinary }),
    );
    subject.same(outputs, await subject.expected(), 'binary inputs and outputs');
    for (const { name, isBinary } of outputs) {
      ensure(isBinary, () => `expected output '${name}' binary, received it in JSON`);
    }
  }),
  binaryCase(
    'binary.header',
    'Inference-Header-Content-Length is the length of the JSON of an answer',
    async (subject) => {
      const { body, headers } = await subject.send(await subject.message(allBinary));
      const header = headers[HEADER_LENGTH];
      ensure(
        header !== undefined,
        () => 'expected the header Inference-Header-Content-Length, received none',
      );
      const length = Number(header);
      const json = body.subarray(0, length).toString();
      ensure(isJson(json), () => `expected JSON in the first ${show(header)} bytes, received ${show(json)}`);
    },
  ),
  binaryCase('binary.header.absent', 'an answer of JSON alone has no such header', async (subject) => {
    await subject.mustAnswerInJson();
    const { headers } = await subject.send(await subject.plain());
    const header = headers[HEADER_LENGTH];
    ensure(
      header === undefined,
      () => `expected no Inference-Header-Content-Length, received ${show(header)}`,
    );
  }),
  binaryCase('binary.size', '"binary_data_size" of an output is the number of its bytes', async (subject) => {
    const { fields, outputs } = await subject.infer(await subject.message(allBinary));
    const sizes = (fields.outputs as { parameters?: { binary_data_size?: unknown } }[]).map(
      ({ parameters }) => parameters?.binary_data_size,
    );
    outputs.forEach(({ name, datatype, elements }, index) => {
      const each = ELEMENT_BYTES[datatype];
      const wanted = each === undefined ? sizes[index] : each * elements.length;
      ensure(
        typeof sizes[index] === 'number' && sizes[index] === wanted,
        () =>
          `expected "binary_data_size" of output '${name}' to be ${show(wanted)}, received ${show(sizes[index])}`,
      );
    });
  }),
];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
