import type { ConformanceCase } from '../case.js';
import { applies, ensure, show } from '../judge.js';
import { jsonInput, jsonMessage, textMessage } from '../client/infer-request.js';
import { rest, section } from '../specification.js';
import { FIRST_ROW } from '../subject.js';
import { nest } from '../tensor/sample.js';

const ID = 'id: "42" / Größe \\ 3 – ✓';

/** What a request may look like, and what is said about the answer as a whole. */
export const INFERENCE_CASES: ConformanceCase[] = [
  {
    id: 'infer.flat',
    title: 'a request with flat data is answered',
    spec: rest('Inference Response JSON Object'),
    strength: 'must',
    run: async (subject) => {
      const outputs = await subject.expected();
      ensure(outputs.length > 0, () => 'expected at least one output, received none');
    },
  },
  {
    id: 'infer.nested',
    title: 'data in the nesting of their shape get the same answer',
    spec: rest('Tensor Data'),
    strength: 'must',
    run: async (subject) => {
      const inputs = (await subject.samples(FIRST_ROW)).map((sample) => ({
        ...jsonInput(sample),
        data: nest(sample.elements, sample.shape),
      }));
      subject.same((await subject.infer({ inputs })).outputs, await subject.expected(), 'nested data');
    },
  },
  {
    id: 'infer.deterministic',
    title: 'the same request gets the same answer each time',
    spec: rest('Inference'),
    strength: 'must',
    run: async (subject) => {
      const expected = await subject.expected();
      for (const nth of ['second', 'third']) {
        subject.same((await subject.infer(await subject.request())).outputs, expected, `the ${nth} time`);
      }
    },
  },
  {
    id: 'infer.by-version',
    title: 'inference at /versions/VERSION gets the same answer',
    spec: rest('Inference'),
    strength: 'must',
    run: async (subject) => {
      const path = subject.modelPath(await subject.version());
      const { outputs } = await subject.infer(await subject.request(), path);
      subject.same(outputs, await subject.expected(), 'with the version in the path');
    },
  },
  {
    id: 'infer.inputs.order',
    title: 'inputs may come in any order',
    spec: rest('Request Input'),
    strength: 'must',
    run: async (subject) => {
      await subject.mustHaveInputs(2);
      const { inputs } = await subject.request();
      const { outputs } = await subject.infer({ inputs: inputs.reverse() });
      subject.same(outputs, await subject.expected(), 'inputs in the other order');
    },
  },
  {
    id: 'infer.model-name',
    title: '"model_name" is the name of the model',
    spec: rest('Inference Response JSON Object'),
    strength: 'must',
    run: async (subject) => {
      const { model_name: name } = (await subject.infer(await subject.request())).fields;
      ensure(
        name === subject.options.model,
        () => `expected "model_name" to be ${show(subject.options.model)}, received ${show(name)}`,
      );
    },
  },
  {
    id: 'infer.model-version',
    title: '"model_version", where it is given, is the version that was asked for or one of the metadata',
    spec: rest('Inference Response JSON Object'),
    strength: 'must',
    run: async (subject) => {
      const version = await subject.version();
      const { versions } = await subject.metadata();
      const request = await subject.request();
      const { model_version: plain } = (await subject.infer(request)).fields;
      const { model_version: asked } = (await subject.infer(request, subject.modelPath(version))).fields;
      applies(plain !== undefined || asked !== undefined, 'answers have no "model_version"');
      ensure(
        asked === version,
        () => `expected "model_version" to be ${show(version)}, received ${show(asked)}`,
      );
      ensure(
        versions.length === 0 || versions.includes(plain as string),
        () => `expected "model_version" to be one of ${show(versions)}, received ${show(plain)}`,
      );
    },
  },
  {
    id: 'infer.id.echoed',
    title: 'the id of a request is in the answer, character by character',
    spec: rest('Inference Response JSON Object'),
    strength: 'must',
    run: async (subject) => {
      for (const wanted of ['42', ID]) {
        const { id } = (await subject.infer(await subject.request({ id: wanted }))).fields;
        ensure(id === wanted, () => `expected "id" to be ${show(wanted)}, received ${show(id)}`);
      }
    },
  },
  {
    id: 'infer.id.absent',
    title: 'there is no id in the answer where the request has none',
    spec: rest('Inference Response JSON Object'),
    strength: 'should',
    run: async (subject) => {
      const { id } = (await subject.infer(await subject.request())).fields;
      ensure(id === undefined || id === '', () => `expected no "id", received ${show(id)}`);
    },
  },
  {
    id: 'infer.parameters.unknown',
    title: 'parameters that the server does not know change nothing',
    spec: rest('Parameters'),
    strength: 'should',
    run: async (subject) => {
      const parameters = { no_such_parameter: 'of conformance', another: 3, yet_another: true };
      const { inputs } = await subject.request();
      const expected = await subject.expected();
      const request = {
        parameters,
        inputs: inputs.map((input) => ({ ...input, parameters })),
        outputs: expected.map(({ name }) => ({ name, parameters })),
      };
      subject.same((await subject.infer(request)).outputs, expected, 'with unknown parameters');
    },
  },
  {
    id: 'infer.json.key-order',
    title: 'the fields of a request may come in any order',
    spec: section('RFC 8259', '4. Objects'),
    strength: 'must',
    run: async (subject) => {
      const { inputs } = await subject.request();
      const request = {
        inputs: inputs.map(({ name, datatype, shape, data }) => ({ data, shape, datatype, name })),
        id: 'last',
      };
      subject.same(
        (await subject.infer(request)).outputs,
        await subject.expected(),
        'fields in another order',
      );
    },
  },
  {
    id: 'infer.json.forms',
    title: 'white space, escaped letters and numbers with exponents are read as JSON has them',
    spec: section('RFC 8259', '2. JSON Grammar'),
    strength: 'must',
    run: async (subject) => {
      const text = otherForm(JSON.stringify(await subject.request(), null, '\t'));
      const { outputs } = await subject.infer(textMessage(`\r\n ${text}\n`));
      subject.same(outputs, await subject.expected(), 'the same JSON in another form');
    },
  },
  {
    id: 'infer.chunked',
    title: 'a request that comes in chunks, without Content-Length, is answered',
    spec: section('RFC 9112', '7.1. Chunked Transfer Coding'),
    strength: 'should',
    run: async (subject) => {
      const { body, headers } = jsonMessage(await subject.request());
      const path = `${subject.modelPath()}/infer`;
      const reply = await subject.http.send({ method: 'POST', path, body, headers, isChunked: true });
      ensure(reply.status === 200, () => `expected status 200, received ${reply.status}`);
    },
  },
];

/** JSON that means the same: fractions as hundredths with an exponent, and the "n" of "name" and "data" escaped. */
function otherForm(json: string): string {
  return json
    .replace(/^(\s*)(-?\d+\.\d+)(,?)$/gm, (_line, space: string, number: string, comma: string) => {
      const [whole, fraction] = number.split('.') as [string, string];
      return `${space}${whole}.${fraction}000E+0${comma}`;
    })
    .replaceAll('"name"', '"\\u006eame"')
    .replaceAll('"data"', '"d\\u0061ta"');
}
