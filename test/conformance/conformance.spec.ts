import { afterEach, describe, expect, it } from '@jest/globals';
import { CASES } from './cases/all.js';
import { FakeOipServer, type FakeOipServerOptions } from './fake/fake-oip-server.js';
import { linearModel, weightedSum, type OipModel } from './fake/oip-model.js';
import { TWO_INPUTS } from './fake/two-inputs.js';
import { eachOutput, inferring, type Output } from './faults/wrong-server.js';
import { hasFailed, runCases, type CaseResult } from './run-cases.js';
import { Subject } from './subject.js';
import type { SubjectOptions } from './subject-options.js';

let fake: FakeOipServer | undefined;
let subject: Subject | undefined;
afterEach(async () => {
  subject?.close();
  await fake?.close();
});

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

async function check(
  server: FakeOipServerOptions,
  options: Partial<SubjectOptions> = {},
): Promise<CaseResult[]> {
  fake = await FakeOipServer.start(server);
  subject = new Subject({ url: fake.url, model: fake.model.name, tolerance: 0, ...options });
  return runCases(subject, CASES);
}

/** The ids of cases that ended in some way, with their reasons. */
const ended = (results: CaseResult[], verdict: string) =>
  Object.fromEntries(
    results.filter((result) => result.verdict === verdict).map(({ id, reason }) => [id, reason]),
  );

describe('a server that follows the protocol', () => {
  it('passes every case that applies to a model of one input', async () => {
    const results = await check({}, { pictures: [PNG, Buffer.concat([PNG, PNG])] });
    expect(ended(results, 'fail')).toEqual({});
    expect(ended(results, 'remark')).toEqual({});
    const reason = 'the model has only one input';
    expect(ended(results, 'not applicable')).toEqual({
      'infer.inputs.order': reason,
      'errors.inputs.missing': reason,
      'binary.input.mixed': reason,
    });
  });

  it('passes those for several inputs as well', async () => {
    const results = await check({ model: TWO_INPUTS });
    expect(ended(results, 'fail')).toEqual({});
    expect(ended(results, 'remark')).toEqual({});
    expect(Object.keys(ended(results, 'pass'))).toEqual(
      expect.arrayContaining(['infer.inputs.order', 'errors.inputs.missing', 'binary.input.mixed']),
    );
  });

  it('passes the binary ones with a model of FP16, which has no form in JSON', async () => {
    const half = linearModel({
      inputs: [{ name: 'pixels', datatype: 'FP16', shape: [-1, 3, 4, 4] }],
      outputs: linearModel().outputs.map((output) => ({ ...output, datatype: 'FP16' as const })),
    });
    const results = await check({ model: half });
    expect(ended(results, 'fail')).toEqual({});
    expect(ended(results, 'remark')).toEqual({});
    expect(Object.keys(ended(results, 'pass'))).toEqual(
      expect.arrayContaining([
        'infer.flat',
        'batch.rows',
        'binary.both',
        'classification.values',
        'http.concurrent',
      ]),
    );
    expect(ended(results, 'not applicable')).toMatchObject({
      'infer.nested': 'an input is FP16, which has no form in JSON',
      'binary.header.absent': 'an output is FP16, which has no form in JSON',
    });
  });

  it('may write FP32 in as few digits as tell it from its neighbours', async () => {
    const short = (output: Output) => ({
      ...output,
      ...(output.datatype === 'FP32' &&
        output.data && { data: output.data.map((n) => Number((n as number).toPrecision(9))) }),
    });
    const results = await check({ faults: inferring(eachOutput(short))() });
    expect(ended(results, 'fail')).toEqual({});
  });

  it('is not asked for what it does not announce', async () => {
    const results = await check({ extensions: [] });
    expect(ended(results, 'fail')).toEqual({});
    const reasons = ended(results, 'not applicable');
    expect(reasons).toMatchObject({
      'binary.input': 'the server does not announce the extension binary_tensor_data',
      'classification.1': 'the server does not announce the extension classification',
      'picture.base64': 'no picture was given; give one by --picture where the model takes encoded pictures',
    });
    const extensions = CASES.filter(({ strength }) => strength === 'extension').map(({ id }) => id);
    expect(Object.keys(reasons)).toEqual(expect.arrayContaining(extensions));
  });

  it('is asked for what it does not announce where the user knows better', async () => {
    const extensions = ['binary_tensor_data', 'classification'];
    const results = await check({ extensions: [] }, { extensions });
    expect(ended(results, 'fail')).toEqual({});
    expect(Object.keys(ended(results, 'pass'))).toEqual(
      expect.arrayContaining(['binary.both', 'classification.binary']),
    );
  });

  it('needs no versions, batches, second outputs or labels', async () => {
    const model = linearModel({
      inputs: [{ name: 'flags', datatype: 'BOOL', shape: [6] }],
      outputs: [
        {
          name: 'sums',
          datatype: 'FP64',
          shape: [2],
          row: (input) => [0, 1].map((seed) => weightedSum(input, seed)),
        },
      ],
    });
    delete model.version;
    const results = await check({ model });
    expect(ended(results, 'fail')).toEqual({});
    expect(ended(results, 'remark')).toEqual({});
    expect(ended(results, 'not applicable')).toMatchObject({
      'infer.by-version': 'the model has no versions',
      'batch.rows': 'the first axis of a tensor has a fixed length',
      'outputs.several': 'the metadata name only one output',
      'classification.3': 'the output has fewer than three classes',
    });
  });

  it('may take texts, and have axes of any length that the user sets', async () => {
    const row = (input: readonly unknown[]) => [input.length];
    const texts: OipModel = linearModel({
      inputs: [{ name: 'texts', datatype: 'BYTES', shape: [-1, -1] }],
      outputs: [{ name: 'lengths', datatype: 'INT32', shape: [-1, 1], row }],
    });
    const inputs = [{ name: 'texts', datatype: 'BYTES' as const, shape: [-1, 3] }];
    const results = await check({ model: texts }, { inputs });
    expect(ended(results, 'fail')).toEqual({});
    expect(Object.keys(ended(results, 'pass'))).toEqual(
      expect.arrayContaining(['infer.nested', 'batch.rows', 'binary.input', 'binary.output']),
    );
  });
});

describe('the cases', () => {
  it('have ids of their own', () => {
    const ids = CASES.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('end one by one: what breaks one leaves the others', async () => {
    fake = await FakeOipServer.start({
      faults: { seize: ({ path }, response) => path.endsWith('/live') && Boolean(response.destroy()) },
    });
    subject = new Subject({ url: fake.url, model: 'linear' });
    const results = await runCases(subject, CASES.slice(0, 3));
    expect(results.map(({ verdict }) => verdict)).toEqual(['fail', 'remark', 'pass']);
    expect(results[0]!.reason).toMatch(/^GET \/v2\/health\/live: no whole answer: /);
    expect([
      hasFailed(results, false),
      hasFailed(results.slice(1), false),
      hasFailed(results.slice(1), true),
    ]).toEqual([true, false, true]);
  });
});
