import type { ConformanceCase } from '../case.js';
import { applies, ensure, show } from '../judge.js';
import { isText, isTextList, readFields, readOk, readRefusal } from '../client/fields.js';
import { readTensors } from '../client/metadata.js';
import { rest } from '../specification.js';
import type { Subject } from '../subject.js';

const UNKNOWN_MODEL = 'no-model-has-this-name';
const UNKNOWN_VERSION = '999999937';

/** What the server tells of the model, with and without a version, and of models and versions that it does not have. */
export const MODEL_CASES: ConformanceCase[] = [
  {
    id: 'model.metadata',
    title: 'GET /v2/models/NAME tells name, platform, inputs and outputs',
    spec: rest('Model Metadata Response JSON Object'),
    strength: 'must',
    run: async (subject) => {
      const { name, platform, inputs, outputs } = readOk(
        await subject.get(subject.modelPath()),
        'the metadata',
      );
      ensure(
        name === subject.options.model,
        () => `expected "name" to be ${show(subject.options.model)}, received ${show(name)}`,
      );
      ensure(isText(platform), () => `expected "platform" to be a text, received ${show(platform)}`);
      for (const [field, list] of Object.entries({ inputs, outputs })) {
        ensure(
          Array.isArray(list) && list.length > 0,
          () => `expected "${field}" to be an array of at least one tensor, received ${show(list)}`,
        );
      }
    },
  },
  {
    id: 'model.metadata.tensors',
    title: 'every tensor of the metadata has a name of its own, a data type and a shape',
    spec: rest('Model Metadata Response JSON Object'),
    strength: 'must',
    run: async (subject) => {
      const fields = readOk(await subject.get(subject.modelPath()), 'the metadata');
      for (const field of ['inputs', 'outputs'] as const) {
        const names = readTensors(fields, field).map(({ name }) => name);
        ensure(
          new Set(names).size === names.length,
          () => `expected "${field}" to differ in name, received ${show(names)}`,
        );
      }
    },
  },
  {
    id: 'model.metadata.versions',
    title: '"versions" are texts, and the version that was asked for is among them',
    spec: rest('Model Metadata Response JSON Object'),
    strength: 'must',
    run: async (subject) => {
      const { versions } = readOk(await subject.get(subject.modelPath()), 'the metadata');
      applies(versions !== undefined, 'the metadata have no "versions"');
      ensure(isTextList(versions), () => `expected "versions" to be texts, received ${show(versions)}`);
      const { version } = subject.options;
      ensure(
        version === undefined || versions.includes(version),
        () => `expected ${show(version)} among "versions", received ${show(versions)}`,
      );
    },
  },
  {
    id: 'model.metadata.by-version',
    title: 'the metadata at /versions/VERSION are those of the model',
    spec: rest('Model Metadata'),
    strength: 'must',
    run: async (subject) => {
      const path = subject.modelPath(await subject.version());
      const versioned = readOk(await subject.get(path), `GET ${path}`);
      const plain = readOk(await subject.get(subject.modelPath()), 'the metadata');
      for (const field of ['name', 'platform', 'inputs', 'outputs']) {
        const [received, expected] = [show(versioned[field]), show(plain[field])];
        ensure(received === expected, () => `expected "${field}" to be ${expected}, received ${received}`);
      }
    },
  },
  {
    id: 'model.ready',
    title: 'GET /v2/models/NAME/ready answers 200',
    spec: rest('Model Ready'),
    strength: 'must',
    run: async (subject) => {
      const { status } = await subject.get(`${subject.modelPath()}/ready`);
      ensure(status === 200, () => `expected status 200, received ${status}`);
    },
  },
  {
    id: 'model.ready.body',
    title: 'the answer has the name of the model, and "ready" is true',
    spec: rest('Model Ready Response JSON Object'),
    strength: 'should',
    run: async (subject) => {
      const { name, ready } = readFields(
        (await subject.get(`${subject.modelPath()}/ready`)).body,
        'the answer',
      );
      ensure(
        name === subject.options.model && ready === true,
        () =>
          `expected ${show({ name: subject.options.model, ready: true })}, received ${show({ name, ready })}`,
      );
    },
  },
  {
    id: 'model.ready.by-version',
    title: 'GET /v2/models/NAME/versions/VERSION/ready answers 200',
    spec: rest('Model Ready'),
    strength: 'must',
    run: async (subject) => {
      const { status } = await subject.get(`${subject.modelPath(await subject.version())}/ready`);
      ensure(status === 200, () => `expected status 200, received ${status}`);
    },
  },
  {
    id: 'model.unknown.metadata',
    title: 'the metadata of an unknown model are refused',
    spec: rest('Model Metadata Response JSON Error Object'),
    strength: 'must',
    run: async (subject) => {
      readRefusal(await subject.get(subject.modelPath(undefined, UNKNOWN_MODEL)), 'an unknown model');
    },
  },
  {
    id: 'model.unknown.ready',
    title: 'an unknown model is not said to be ready',
    spec: rest('Model Ready'),
    strength: 'must',
    run: async (subject) => {
      const { status } = await subject.get(`${subject.modelPath(undefined, UNKNOWN_MODEL)}/ready`);
      ensure(
        status >= 400 && status <= 499,
        () => `expected a status 4xx for an unknown model, received ${status}`,
      );
    },
  },
  {
    id: 'model.unknown.infer',
    title: 'inference on an unknown model is refused',
    spec: rest('Inference Response JSON Error Object'),
    strength: 'must',
    run: (subject) => mustRefuseAt(subject, subject.modelPath(undefined, UNKNOWN_MODEL), 'an unknown model'),
  },
  {
    id: 'version.unknown.metadata',
    title: 'the metadata of an unknown version are refused',
    spec: rest('Model Metadata Response JSON Error Object'),
    strength: 'must',
    run: async (subject) => {
      await subject.version();
      readRefusal(await subject.get(subject.modelPath(UNKNOWN_VERSION)), 'an unknown version');
    },
  },
  {
    id: 'version.unknown.ready',
    title: 'an unknown version is not said to be ready',
    spec: rest('Model Ready'),
    strength: 'must',
    run: async (subject) => {
      await subject.version();
      const { status } = await subject.get(`${subject.modelPath(UNKNOWN_VERSION)}/ready`);
      ensure(
        status >= 400 && status <= 499,
        () => `expected a status 4xx for an unknown version, received ${status}`,
      );
    },
  },
  {
    id: 'version.unknown.infer',
    title: 'inference on an unknown version is refused',
    spec: rest('Inference Response JSON Error Object'),
    strength: 'must',
    run: async (subject) => {
      await subject.version();
      await mustRefuseAt(subject, subject.modelPath(UNKNOWN_VERSION), 'an unknown version');
    },
  },
];

async function mustRefuseAt(subject: Subject, path: string, what: string): Promise<void> {
  readRefusal(await subject.send(await subject.plain(), path), what);
}
