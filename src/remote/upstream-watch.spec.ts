import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseInferenceUrl } from '../config/inference-url.js';
import { CircuitBreaker } from './circuit-breaker.js';
import type { Finding } from './finding.js';
import { UpstreamFault } from './upstream-fault.js';
import type { UpstreamRequest } from './upstream-http.js';
import { UpstreamProbe } from './upstream-probe.js';
import { UpstreamWatch } from './upstream-watch.js';

const SERVER = { name: 'other', extensions: ['binary_tensor_data'] };
const MODEL = {
  name: 'm',
  versions: ['3'],
  inputs: [{ name: 'image', datatype: 'FP32', shape: [-1, 3, 8, 8] }],
  outputs: [{ name: 'scores', datatype: 'FP32', shape: [-1, 4] }],
};
const READY = '/v2/models/m/ready';
const down = new UpstreamFault('connection', 'but the connection failed (ECONNREFUSED)', {
  cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
});
const late = new UpstreamFault('timeout', 'received no whole answer within 2000 ms');
const status = (code: number) =>
  new UpstreamFault('refused', `received the status ${code}`, { status: code });

describe('UpstreamWatch', () => {
  let now: number;
  let asked: string[];
  /** What each path is answered with: an object, text, or a fault. */
  let answers: Record<string, object | string>;
  let told: Finding[];
  let silences: number;
  /** Called while a probe is under way. */
  let meanwhile: () => void;
  let breaker: CircuitBreaker;
  let watch: UpstreamWatch;

  beforeEach(() => {
    now = 0;
    asked = [];
    told = [];
    silences = 0;
    meanwhile = () => undefined;
    answers = { '/v2': SERVER, '/v2/models/m': MODEL, [READY]: {} };
    breaker = new CircuitBreaker({ now: () => now, random: () => 0.5 });
    const probe = new UpstreamProbe(
      {
        send: ({ path }: UpstreamRequest) => {
          asked.push(path);
          meanwhile();
          const answer = answers[path]!;
          if (answer instanceof Error) return Promise.reject(answer);
          const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
          return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(text) });
        },
      },
      parseInferenceUrl('http://other:8000/v2/models/m')!,
      () => ({ size: { width: 8, height: 8 }, hasPlainSamples: false, classes: 4, tensors: 'auto' }),
    );
    watch = new UpstreamWatch(
      probe,
      undefined,
      breaker,
      { now: () => now },
      (finding) => told.push(finding),
      () => silences++,
    );
  });
  afterEach(() => {
    watch.end();
  });

  const look = async () => {
    asked.length = 0;
    await watch.look();
    return asked;
  };

  it('reads the metadata of an upstream that is ready', async () => {
    expect(watch.finding.state).toBe('unknown');
    expect(watch.contract).toBeUndefined();
    expect(await look()).toEqual([READY, '/v2', '/v2/models/m']);
    expect(watch.finding).toEqual({ state: 'ready' });
    expect(watch.contract).toMatchObject({ input: { name: 'image' }, isBinary: true, version: '3' });
  });

  it('then asks only whether it is ready, and not even that while answers prove it', async () => {
    await look();
    now = 10_000;
    expect(await look()).toEqual([READY]);
    watch.proved();
    now += 2999;
    expect(await look()).toEqual([]);
    now += 1;
    expect(await look()).toEqual([READY]);
  });

  it('reads them again when a call has failed, though others are answered', async () => {
    await look();
    const { contract } = watch;
    watch.doubted();
    watch.proved();
    expect(await look()).toEqual([READY, '/v2', '/v2/models/m']);
    // The same object, so that pictures from before and after may go together.
    expect(watch.contract).toBe(contract);
    watch.doubted();
    answers['/v2/models/m'] = { ...MODEL, versions: ['4'] };
    await look();
    expect(watch.contract).toMatchObject({ version: '4' });
  });

  it('tells of changes, once each', async () => {
    await look();
    await look();
    answers[READY] = down;
    await look();
    await look();
    answers[READY] = {};
    await look();
    expect(told.map(({ state }) => state)).toEqual(['ready', 'unreachable', 'ready']);
  });

  it('stops calls when it is away, and lets them pass when it is back', async () => {
    await look();
    answers[READY] = down;
    await look();
    expect(breaker.isOpen).toBe(true);
    // It may be back with the same model.
    expect(watch.contract).toBeDefined();
    answers[READY] = {};
    expect(await look()).toEqual([READY, '/v2', '/v2/models/m']);
    expect(breaker.isOpen).toBe(false);
  });

  it.each<[string, Record<string, object | string>, Finding]>([
    [
      'does not answer',
      { [READY]: down },
      { state: 'unreachable', expected: 'an answer', received: 'the connection failed (ECONNREFUSED)' },
    ],
    [
      'is not ready',
      { [READY]: status(400) },
      { state: 'not_ready', expected: 'the status 200', received: 'the status 400' },
    ],
    [
      'wants a key',
      { [READY]: status(401) },
      { state: 'unfit', expected: 'to be let in (INFERENCE_API_KEY)', received: 'the status 401' },
    ],
    [
      'wants another key',
      { '/v2/models/m': status(403) },
      { state: 'unfit', expected: 'to be let in (INFERENCE_API_KEY)', received: 'the status 403' },
    ],
    [
      'writes no JSON',
      { '/v2/models/m': '<html>' },
      { state: 'unfit', expected: 'JSON from GET /v2/models/m', received: '6 characters of something else' },
    ],
    [
      'packs its metadata',
      { '/v2/models/m': new UpstreamFault('wrong', 'received an answer that is packed (Content-Encoding)') },
      {
        state: 'unfit',
        expected: 'a plain answer in HTTP/1.1',
        received: 'an answer that is packed (Content-Encoding)',
      },
    ],
    [
      'has a certificate that nobody vouches for',
      { [READY]: new UpstreamFault('untrusted', 'but there is no TLS connection to it (X)') },
      {
        state: 'unreachable',
        expected:
          'a TLS connection with a certificate that is trusted (NODE_EXTRA_CA_CERTS adds authorities)',
        received: 'there is no TLS connection to it (X)',
      },
    ],
    [
      'has another model',
      { '/v2/models/m': { ...MODEL, outputs: [] } },
      { state: 'unfit', expected: 'an output of 4 scores a picture', received: 'none' },
    ],
  ])('knows one that %s', async (_what, changes, finding) => {
    Object.assign(answers, changes);
    await look();
    expect(watch.finding).toEqual(finding);
    expect(watch.contract).toBeUndefined();
    expect(told).toEqual([finding]);
  });

  it('does not ask it any more once it has another model', async () => {
    await look();
    watch.doubted();
    answers['/v2/models/m'] = { ...MODEL, outputs: [] };
    await look();
    expect(watch.contract).toBeUndefined();
    answers['/v2/models/m'] = MODEL;
    await look();
    expect(watch.contract).toBeDefined();
  });

  it('is not shaken by one late probe, and by two in a row', async () => {
    await look();
    answers[READY] = late;
    await look();
    expect([watch.finding.state, breaker.isOpen, silences]).toEqual(['ready', false, 0]);
    answers[READY] = {};
    await look();
    answers[READY] = late;
    await look();
    expect(watch.finding.state).toBe('ready');
    await look();
    expect([watch.finding.state, breaker.isOpen, silences]).toEqual(['unreachable', true, 1]);
  });

  it('is not shaken by late probes while answers come', async () => {
    await look();
    answers[READY] = late;
    meanwhile = () => {
      watch.proved();
      now += 5000;
    };
    for (let i = 0; i < 5; i++) {
      now += 5000;
      await look();
    }
    expect(watch.finding.state).toBe('ready');
  });

  it('believes the first late probe when calls have failed, and expects nothing more of those under way', async () => {
    await look();
    for (let i = 0; i < 5; i++) breaker.enter()!.failed();
    answers[READY] = late;
    watch.doubted();
    await look();
    expect([watch.finding.state, silences]).toEqual(['unreachable', 1]);
  });

  it('expects nothing more of calls under way when others have failed and nobody listens any more', async () => {
    await look();
    for (let i = 0; i < 5; i++) breaker.enter()!.failed();
    answers[READY] = down;
    watch.doubted();
    await look();
    expect(silences).toBe(1);
  });

  it('leaves calls under way to a server that only takes no more connections', async () => {
    await look();
    answers[READY] = down;
    await look();
    expect([watch.finding.state, silences]).toEqual(['unreachable', 0]);
  });

  it('looks again three seconds after the last proof, or one second after something failed', async () => {
    await look();
    expect(watch.pauseMs).toBe(3000);
    watch.proved();
    now += 2900;
    expect(watch.pauseMs).toBe(100);
    now += 100;
    expect(watch.pauseMs).toBe(3000);
    watch.doubted();
    expect(watch.pauseMs).toBe(1000);
    await look();
    answers[READY] = late;
    now += 3000;
    await look();
    expect(watch.pauseMs).toBe(1000);
  });

  const INFER = '/v2/models/m/infer';

  it.each<[number, string]>([
    [401, 'to be let in (INFERENCE_API_KEY)'],
    [403, 'to be let in (INFERENCE_API_KEY)'],
    [404, 'inferences to be answered'],
    [302, 'inferences to be answered'],
  ])(
    'knows one that is ready and refuses inferences with %i, until it answers them',
    async (code, expected) => {
      await look();
      answers[INFER] = status(code);
      watch.doubted(status(code));
      expect(await look()).toEqual([READY, '/v2', '/v2/models/m', INFER]);
      const received = `the status ${code} to POST /v2/models/m/infer`;
      expect(watch.finding).toEqual({ state: 'unfit', expected, received });
      await look();
      expect(watch.finding.state).toBe('unfit');
      // It reads the request again, and dislikes that there is nothing in it.
      answers[INFER] = status(400);
      await look();
      expect(watch.finding.state).toBe('ready');
      now += 9000;
      expect(await look()).toEqual([READY]);
    },
  );

  it('does not ask for inferences because one was disliked', async () => {
    await look();
    watch.doubted(status(400));
    expect(await look()).not.toContain(INFER);
  });

  it('looks at the metadata again before an answer of another version is used', async () => {
    await look();
    const contract = watch.contract!;
    asked.length = 0;
    await watch.answered(contract, '3');
    await watch.answered(contract, undefined);
    expect(asked).toEqual([]);
    answers['/v2/models/m'] = { ...MODEL, versions: ['4'] };
    await watch.answered(contract, '4');
    await watch.answered(contract, '4');
    expect(asked).toEqual([READY, '/v2', '/v2/models/m']);
    expect(watch.contract).toMatchObject({ version: '4' });
  });

  it('lets no answer of another version be used whose metadata say something else, or nothing', async () => {
    await look();
    const contract = watch.contract!;
    answers['/v2/models/m'] = { ...MODEL, inputs: [{ ...MODEL.inputs[0], shape: [-1, 8, 8, 3] }] };
    await expect(watch.answered(contract, '4')).rejects.toThrow('another version of the model, "4"');
    expect(watch.contract).toMatchObject({ input: { layout: 'NHWC' } });
    answers[READY] = late;
    await expect(watch.answered(watch.contract!, '5')).rejects.toMatchObject({ kind: 'wrong' });
  });

  it('takes a gateway that knows models alone for one without extensions', async () => {
    answers['/v2'] = status(404);
    await look();
    expect(watch.contract).toMatchObject({ isBinary: false });
  });

  it('reads them again after they could not be read', async () => {
    answers['/v2'] = down;
    await look();
    expect(watch.finding.state).toBe('unreachable');
    answers['/v2'] = SERVER;
    await look();
    expect(watch.finding.state).toBe('ready');
  });
});
