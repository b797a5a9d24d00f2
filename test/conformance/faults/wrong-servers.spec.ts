import { afterEach, describe, expect, it } from '@jest/globals';
import { CASES } from '../cases/all.js';
import { FakeOipServer } from '../fake/fake-oip-server.js';
import { runCases } from '../run-cases.js';
import { Subject } from '../subject.js';
import { WRONG_IN_BATCHING } from './batching.js';
import { WRONG_IN_BINARY } from './binary.js';
import { WRONG_IN_BINARY_SIZES } from './binary-sizes.js';
import { WRONG_IN_CLASSIFYING } from './classifying.js';
import { WRONG_IN_CONNECTING } from './connecting.js';
import { WRONG_IN_INFERRING } from './inferring.js';
import { WRONG_IN_OUTPUTS } from './outputs.js';
import { WRONG_IN_PICTURES } from './pictures.js';
import { WRONG_IN_REFUSING } from './refusing.js';
import { WRONG_IN_TELLING } from './telling.js';

const WRONG_SERVERS = [
  ...WRONG_IN_TELLING,
  ...WRONG_IN_INFERRING,
  ...WRONG_IN_OUTPUTS,
  ...WRONG_IN_BATCHING,
  ...WRONG_IN_REFUSING,
  ...WRONG_IN_BINARY,
  ...WRONG_IN_BINARY_SIZES,
  ...WRONG_IN_CLASSIFYING,
  ...WRONG_IN_PICTURES,
  ...WRONG_IN_CONNECTING,
];

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** What a case is about, by the first part of its id: all cases of these subjects run, so that each fault is told apart. */
const subjectOf = (id: string) => id.split('.')[0]!;

let fake: FakeOipServer | undefined;
let subject: Subject | undefined;
afterEach(async () => {
  subject?.close();
  await fake?.close();
});

describe('a server that', () => {
  it.each(WRONG_SERVERS)(
    '$does, fails',
    async ({ faults, server, timeoutMs = 20_000, fails, alsoOthers }) => {
      fake = await FakeOipServer.start({ ...server, faults: faults() });
      subject = new Subject({
        url: fake.url,
        model: fake.model.name,
        pictures: [PNG, Buffer.concat([PNG, PNG])],
        tolerance: 0,
        timeoutMs,
      });
      const subjects = new Set(Object.keys(fails).map(subjectOf));
      const cases = CASES.filter(({ id }) => (alsoOthers ? id in fails : subjects.has(subjectOf(id))));
      const failed = (await runCases(subject, cases)).filter(
        ({ verdict }) => verdict === 'fail' || verdict === 'remark',
      );
      expect(Object.fromEntries(failed.map(({ id, reason }) => [id, reason]))).toEqual(
        Object.fromEntries(Object.entries(fails).map(([id, reason]) => [id, expect.stringMatching(reason)])),
      );
    },
  );
});

describe('the wrong servers', () => {
  it('together fail every case', () => {
    const failed = new Set(WRONG_SERVERS.flatMap(({ fails }) => Object.keys(fails)));
    expect(CASES.map(({ id }) => id).filter((id) => !failed.has(id))).toEqual([]);
  });
});
