import { afterEach, describe, expect, it } from '@jest/globals';
import { CASES } from './cases/all.js';
import { FakeOipServer, type FakeOipServerOptions } from './fake/fake-oip-server.js';
import { TWO_INPUTS } from './faults/inferring.js';
import { runCases, type CaseResult } from './run-cases.js';
import { Subject, type SubjectOptions } from './subject.js';

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
});
