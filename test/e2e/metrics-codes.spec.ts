import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { PROBLEMS, type ErrorCode } from '../../src/errors.js';
import { MetricsRegistry } from '../../src/metrics/metrics-registry.js';
import { REFUSING_CODES } from '../../src/metrics/refusing-codes.js';
import { DOCUMENT, operationsOf } from '../contract/document.js';
import { exchange, type Answer } from '../contract/exchange.js';
import type { Provocation } from '../contract/provocation.js';
import { PROVOCATIONS } from '../contract/provocations.js';
import { waysOf, type Way } from '../contract/sound-requests.js';
import { startApp, type RunningApp } from '../support/app.js';
import { Exposition } from '../support/exposition.js';

const ways = operationsOf(DOCUMENT)
  .flatMap(waysOf)
  // Other doors have another form of errors, without codes.
  .filter(({ operation }) => operation.path.startsWith('/predict'));

/** What the contract tests do to a door, and what they have no door for. */
const provocations: Record<string, Provocation> = {
  ...PROVOCATIONS,
  not_found: { provoke: ({ port }) => exchange(port, { method: 'GET', path: '/nothing', headers: {} }) },
  method_not_allowed: {
    provoke: ({ port }) => exchange(port, { method: 'DELETE', path: '/model', headers: {} }),
  },
};

/** Servers by their settings, where nothing is done to them but asking. */
const shared = new Map<string, RunningApp>();

async function appFor({ settings = {}, prepare, isApart }: Provocation) {
  if (typeof settings !== 'function' && !prepare && !isApart) {
    const key = JSON.stringify(settings);
    const app = shared.get(key) ?? (await startApp(settings));
    shared.set(key, app);
    return { app, close: () => Promise.resolve() };
  }
  const app = await startApp(typeof settings === 'function' ? await settings() : settings);
  const undo = await prepare?.(app);
  const close = async () => {
    await undo?.();
    await app.close();
  };
  return { app, close };
}

function codeOf({ headers, body }: Answer): string | undefined {
  if (!headers['content-type']?.startsWith('application/problem+json')) return undefined;
  return (JSON.parse(body.toString()) as { code: string }).code;
}

/** How often each code was counted. */
async function counts({ app }: RunningApp): Promise<{ answers: Counts; rejections: Counts }> {
  const metrics = new Exposition(await app.get(MetricsRegistry).render());
  const answers: Counts = {};
  const rejections: Counts = {};
  for (const code of Object.keys(PROBLEMS)) {
    answers[code] = metrics.sum('tetrapod_http_requests_total', { code });
    rejections[code] = metrics.sum('tetrapod_rejections_total', { reason: code });
  }
  return { answers, rejections };
}

type Counts = Record<string, number>;

/** What has been counted since, without what has not changed. */
const since = (before: Counts, after: Counts): Counts =>
  Object.fromEntries(
    Object.entries(after)
      .map(([code, count]) => [code, count - before[code]!] as const)
      .filter(([, count]) => count !== 0),
  );

function tally(codes: readonly (string | undefined)[]): Counts {
  const result: Counts = {};
  for (const code of codes) if (code !== undefined) result[code] = (result[code] ?? 0) + 1;
  return result;
}

describe('every problem is counted once, when it is answered', () => {
  const nothing = () => Promise.resolve();
  let closing: () => Promise<void> = nothing;
  afterEach(async () => {
    await closing();
    closing = nothing;
  });
  afterAll(async () => {
    for (const app of shared.values()) await app.close();
  });
  const provoked = new Set<string>();

  const wayOf = ({ isFor = () => true }: Provocation): Way | undefined => ways.find(isFor);
  const possible = Object.entries(provocations).filter(([, provocation]) => wayOf(provocation));

  it.each(possible)('%s', async (name, provocation) => {
    const { code = name as ErrorCode, provoke } = provocation;
    const way = wayOf(provocation)!;
    const { app, close } = await appFor(provocation);
    closing = close;
    const before = await counts(app);
    const answers = [await provoke(app, way)].flat().map(codeOf);
    expect(answers.at(-1)).toBe(code);
    provoked.add(code);
    const expected = tally(answers);
    // An answer is counted when it has been sent, which may be a moment after it has been read.
    let after = await counts(app);
    while (Object.keys(since(before.answers, after.answers)).length < Object.keys(expected).length) {
      await new Promise(setImmediate);
      after = await counts(app);
    }
    after = await counts(app);
    expect(since(before.answers, after.answers)).toEqual(expected);
    expect(since(before.rejections, after.rejections)).toEqual(
      tally(answers.filter((each) => each !== undefined && REFUSING_CODES.has(each))),
    );
  });

  it('and has the route of its request, also where its body stopped', async () => {
    const app = shared.get(JSON.stringify({ RECEIVE_TIMEOUT_MS: '1000' }))!;
    const metrics = new Exposition(await app.app.get(MetricsRegistry).render());
    const answered = { status: '408', code: 'request_timeout' };
    const byRoute = metrics.find('tetrapod_http_requests_total', answered);
    expect(byRoute.map(({ labels, value }) => [labels.method, labels.route, value]).sort()).toEqual([
      ['POST', '/predict', 1],
      ['other', 'unmatched', 1],
    ]);
  });

  // The last one: it looks at what the others have provoked. All of a worker_crashed is in a test with another name.
  it('and none was left out', () => {
    expect([...provoked, 'worker_crashed'].sort()).toEqual(Object.keys(PROBLEMS).sort());
  });
});
