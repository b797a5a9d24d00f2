import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeHub, REPO, smallModel } from '../../../test/support/hub/fake-hub.js';
import { FakeServer } from '../../../test/support/hub/fake-server.js';
import { dropAfter, redirect } from '../../../test/support/hub/misbehaviour.js';
import { PullRun } from '../../../test/support/hub/pull-run.js';
import { DEFAULT_RETRY } from './retry.js';

const ONNX = 'onnx/model.onnx';
const CDN = FakeHub.cdnPath(ONNX);

describe('pulling from an address where nobody is', () => {
  let fake: FakeHub;
  let run: PullRun;
  const onnx = smallModel()[ONNX]!;
  const refused = (options = {}) => run.refused(REPO, { endpoint: fake.endpoint, ...options });

  beforeEach(async () => {
    fake = await FakeHub.start(smallModel());
    run = new PullRun();
  });
  afterEach(async () => {
    await fake.close();
    run.remove();
  });

  // Its clock goes by what is slept, and by no more.
  const patient = () => ({
    policy: DEFAULT_RETRY,
    clock: { ...run.clock, now: () => run.slept.reduce((sum, ms) => sum + ms, 0) },
  });

  it('gives up after seconds, with one line that says what to check', async () => {
    const message = await run.refused(REPO, { endpoint: 'http://127.0.0.1:1', ...patient() });
    expect(message).toBe(
      'http://127.0.0.1:1/api/models/owner/frogs/revision/main: no answer from 127.0.0.1:1 (ECONNREFUSED): ' +
        'nothing listens there; tried for 8 s; check the network and the address (of the Hub: HF_ENDPOINT), ' +
        'and run the same command again',
    );
    expect(run.slept).toEqual([500, 1000, 2000, 4000]);
  });

  it('does so for a name that no name server knows', async () => {
    const message = await run.refused(REPO, { endpoint: 'http://no-such-hub.invalid', ...patient() });
    expect(message).toMatch(/\((ENOTFOUND|EAI_AGAIN)\).*tried for 8 s/);
  });

  it('does so for a store of files behind a Hub that answers', async () => {
    const nowhere = redirect('http://127.0.0.1:1/onnx');
    fake.hub.always(FakeHub.resolvePath(ONNX), nowhere);
    expect(await refused(patient())).toMatch(
      /owner\/frogs: onnx\/model\.onnx: .*ECONNREFUSED.*tried for 8 s/,
    );
  });

  it('waits longer for one that has answered before', async () => {
    const cdn = await FakeServer.start();
    cdn.files.set(CDN, { bytes: onnx, etag: '"cdn"' });
    cdn.next(CDN, dropAfter(10_000, run.took(10_000)));
    fake.hub.always(FakeHub.resolvePath(ONNX), redirect(`${cdn.origin}${CDN}`));
    const gone = run.refused(REPO, { endpoint: fake.endpoint, ...patient() });
    await run.took(10_000)();
    await cdn.close();
    expect(await gone).toMatch(/gave up after 8 attempts.*ECONNREFUSED/);
  });

  it('does not wait for a connection that does not come about', async () => {
    // As behind a firewall that drops what it does not like: neither a connection nor a refusal.
    jest.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket) {
      return Object.assign(this, { connecting: true });
    });
    try {
      const message = await refused({
        clock: { ...run.clock, now: () => Date.now() },
        policy: { ...DEFAULT_RETRY, unreachedMs: 100 },
        connectMs: 100,
      });
      expect(message).toMatch(/\(ETIMEDOUT\): it does not answer in time; tried for 0 s; check the network/);
      expect(run.slept).toEqual([]);
    } finally {
      jest.restoreAllMocks();
    }
  });
});
