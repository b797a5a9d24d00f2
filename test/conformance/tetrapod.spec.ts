import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { ROOT } from '../support/server-process.js';
import { CASES } from './cases/all.js';
import { runCases } from './run-cases.js';
import { Subject } from './subject.js';

/** The bound of a hang: the tensors of the simulated model are a megabyte of JSON each. */
const TIMEOUT_MS = 180_000;

const picture = (name: string) => readFileSync(`${ROOT}docs/pictures/${name}`);

const SEVERAL_INPUTS = ['binary.input.mixed', 'errors.inputs.missing', 'infer.inputs.order'];
/** What is about elements in JSON, which those of FP16 have no form in. */
const IN_JSON = CASES.map(({ id }) => id).filter(
  (id) =>
    /^(errors|infer\.json)\./.test(id) &&
    !['errors.empty', 'errors.inputs.absent', 'errors.status-400'].includes(id),
);
const MODELS: [model: string, notApplicable: string[]][] = [
  ['simulated', SEVERAL_INPUTS],
  ['colour-linear', SEVERAL_INPUTS],
  ['label-groups', SEVERAL_INPUTS],
  ['nhwc', SEVERAL_INPUTS],
  ['batch-1', SEVERAL_INPUTS],
  ['uint8', [...SEVERAL_INPUTS, 'infer.json.numbers']],
  [
    'float16',
    [...SEVERAL_INPUTS, ...IN_JSON, 'infer.nested', 'infer.parameters.unknown', 'http.content-type'],
  ],
];

let app: RunningApp | undefined;
let subject: Subject | undefined;
afterEach(async () => {
  subject?.close();
  await app?.close();
});

describe('the Open Inference Protocol of this server', () => {
  it.each(MODELS)(
    'passes every case with the model %s',
    async (model, notApplicable) => {
      app = await startApp({
        MODEL_NAME: 'model',
        MODEL: model === 'simulated' ? model : `${ROOT}test/models/${model}`,
      });
      subject = new Subject({
        url: `http://127.0.0.1:${app.port}`,
        model: 'model',
        pictures: [picture('frog-small.jpg'), picture('gecko.jpg')],
        tolerance: 0,
      });
      const results = await runCases(subject, CASES);
      const unmet = results.filter(({ verdict }) => verdict === 'fail' || verdict === 'remark');
      expect(Object.fromEntries(unmet.map(({ id, reason }) => [id, reason]))).toEqual({});
      const skipped = results.filter(({ verdict }) => verdict === 'not applicable').map(({ id }) => id);
      expect(skipped.sort()).toEqual([...new Set(notApplicable)].sort());
    },
    TIMEOUT_MS,
  );
});
