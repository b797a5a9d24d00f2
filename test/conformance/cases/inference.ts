import type { ConformanceCase } from '../case.js';
import { applies, ensure, show } from '../judge.js';
import { jsonMessage } from '../client/infer-request.js';
import { rest } from '../specification.js';
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
      const inputs = (await subject.jsonRequest()).inputs.map((input) => ({
        ...input,
        data: nest(input.data, input.shape),
      }));
      subject.same(
        (await subject.infer(jsonMessage({ inputs }))).outputs,
        await subject.expected(),
        'nested data',
      );
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
        subject.same((await subject.infer(await subject.plain())).outputs, expected, `the ${nth} time`);
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
      const { outputs } = await subject.infer(await subject.plain(), path);
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
      const { inputs } = await subject.jsonRequest();
      const { outputs } = await subject.infer(jsonMessage({ inputs: inputs.reverse() }));
      subject.same(outputs, await subject.expected(), 'inputs in the other order');
    },
  },
  {
    id: 'infer.model-name',
    title: '"model_name" is the name of the model',
    spec: rest('Inference Response JSON Object'),
    strength: 'must',
    run: async (subject) => {
      const { model_name: name } = (await subject.infer(await subject.plain())).fields;
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
      const request = await subject.plain();
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
        const { id } = (await subject.infer(await subject.message({ id: wanted }))).fields;
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
      const { id } = (await subject.infer(await subject.plain())).fields;
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
      const { inputs } = await subject.jsonRequest();
      const expected = await subject.expected();
      const request = {
        parameters,
        inputs: inputs.map((input) => ({ ...input, parameters })),
        outputs: expected.map(({ name }) => ({ name, parameters })),
      };
      subject.same((await subject.infer(jsonMessage(request))).outputs, expected, 'with unknown parameters');
    },
  },
];
