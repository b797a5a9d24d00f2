import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  down,
  late,
  MODEL,
  READY,
  SERVER,
  status,
  WatchedUpstream,
} from '../../test/support/watched-upstream.js';

describe('UpstreamWatch', () => {
  let upstream: WatchedUpstream;
  beforeEach(() => {
    upstream = new WatchedUpstream();
  });
  afterEach(() => {
    upstream.watch.end();
  });

  it('reads the metadata of an upstream that is ready', async () => {
    expect(upstream.watch.finding.state).toBe('unknown');
    expect(upstream.watch.contract).toBeUndefined();
    expect(await upstream.look()).toEqual([READY, '/v2', '/v2/models/m']);
    expect(upstream.watch.finding).toEqual({ state: 'ready' });
    expect(upstream.watch.contract).toMatchObject({ input: { name: 'image' }, isBinary: true, version: '3' });
  });

  it('then asks only whether it is ready, and not even that while answers prove it', async () => {
    await upstream.look();
    upstream.now = 10_000;
    expect(await upstream.look()).toEqual([READY]);
    upstream.watch.proved();
    upstream.now += 2999;
    expect(await upstream.look()).toEqual([]);
    upstream.now += 1;
    expect(await upstream.look()).toEqual([READY]);
  });

  it('reads them again when a call has failed, though others are answered', async () => {
    await upstream.look();
    const { contract } = upstream.watch;
    upstream.watch.doubted();
    upstream.watch.proved();
    expect(await upstream.look()).toEqual([READY, '/v2', '/v2/models/m']);
    // The same object, so that pictures from before and after may go together.
    expect(upstream.watch.contract).toBe(contract);
    upstream.watch.doubted();
    upstream.answers['/v2/models/m'] = { ...MODEL, versions: ['4'] };
    await upstream.look();
    expect(upstream.watch.contract).toMatchObject({ version: '4' });
  });

  it('tells of changes, once each', async () => {
    await upstream.look();
    await upstream.look();
    upstream.answers[READY] = down;
    await upstream.look();
    await upstream.look();
    upstream.answers[READY] = {};
    await upstream.look();
    expect(upstream.told.map(({ state }) => state)).toEqual(['ready', 'unreachable', 'ready']);
  });

  it('stops calls when it is away, and lets them pass when it is back', async () => {
    await upstream.look();
    upstream.answers[READY] = down;
    await upstream.look();
    expect(upstream.breaker.isOpen).toBe(true);
    // It may be back with the same model.
    expect(upstream.watch.contract).toBeDefined();
    upstream.answers[READY] = {};
    expect(await upstream.look()).toEqual([READY, '/v2', '/v2/models/m']);
    expect(upstream.breaker.isOpen).toBe(false);
  });

  it('looks again three seconds after the last proof, or one second after something failed', async () => {
    await upstream.look();
    expect(upstream.watch.pauseMs).toBe(3000);
    upstream.watch.proved();
    upstream.now += 2900;
    expect(upstream.watch.pauseMs).toBe(100);
    upstream.now += 100;
    expect(upstream.watch.pauseMs).toBe(3000);
    upstream.watch.doubted();
    expect(upstream.watch.pauseMs).toBe(1000);
    await upstream.look();
    upstream.answers[READY] = late;
    upstream.now += 3000;
    await upstream.look();
    expect(upstream.watch.pauseMs).toBe(1000);
  });

  it('looks at the metadata again before an answer of another version is used', async () => {
    await upstream.look();
    const contract = upstream.watch.contract!;
    upstream.asked = [];
    await upstream.watch.answered(contract, '3');
    await upstream.watch.answered(contract, undefined);
    expect(upstream.asked).toEqual([]);
    upstream.answers['/v2/models/m'] = { ...MODEL, versions: ['4'] };
    await upstream.watch.answered(contract, '4');
    await upstream.watch.answered(contract, '4');
    expect(upstream.asked).toEqual([READY, '/v2', '/v2/models/m']);
    expect(upstream.watch.contract).toMatchObject({ version: '4' });
  });

  it('lets no answer of another version be used whose metadata say something else, or nothing', async () => {
    await upstream.look();
    const contract = upstream.watch.contract!;
    upstream.answers['/v2/models/m'] = { ...MODEL, inputs: [{ ...MODEL.inputs[0], shape: [-1, 8, 8, 3] }] };
    await expect(upstream.watch.answered(contract, '4')).rejects.toThrow('another version of the model, "4"');
    expect(upstream.watch.contract).toMatchObject({ input: { layout: 'NHWC' } });
    upstream.answers[READY] = late;
    await expect(upstream.watch.answered(upstream.watch.contract!, '5')).rejects.toMatchObject({
      kind: 'wrong',
    });
  });

  it('takes a gateway that knows models alone for one without extensions', async () => {
    upstream.answers['/v2'] = status(404);
    await upstream.look();
    expect(upstream.watch.contract).toMatchObject({ isBinary: false });
  });

  it('reads them again after they could not be read', async () => {
    upstream.answers['/v2'] = down;
    await upstream.look();
    expect(upstream.watch.finding.state).toBe('unreachable');
    upstream.answers['/v2'] = SERVER;
    await upstream.look();
    expect(upstream.watch.finding.state).toBe('ready');
  });
});
