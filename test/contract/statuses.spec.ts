import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ErrorCode } from '../../src/errors.js';
import { readBlocks } from '../documents/blocks.js';
import { makeKey } from '../support/api-keys.js';
import { startApp, type RunningApp } from '../support/app.js';
import { Conformance } from './conformance.js';
import { DocumentedProblems } from './documented-problems.js';
import { codesOf, DOCUMENT, operationsOf, type Operation } from './document.js';
import { exchange, type Answer } from './exchange.js';
import type { Provocation } from './provocation.js';
import { PROVOCATIONS } from './provocations.js';
import { soundRequest, waysOf, type Way } from './sound-requests.js';

const operations = operationsOf(DOCUMENT);
const ways = operations.flatMap(waysOf);
const conformance = new Conformance(DOCUMENT);

const documented = new DocumentedProblems(readBlocks('docs/errors.md'));

/** What has been met, such as `POST /predict 413 payload_too_large` or `POST /predict 200 application/json`. */
const met = new Set<string>();

/** @returns the code of a problem */
function examine(operation: Operation, answer: Answer): string | undefined {
  expect(conformance.problemsOfAnswer(operation, answer)).toEqual([]);
  const [mediaType] = answer.headers['content-type']!.split(';');
  const isProblem = mediaType === 'application/problem+json';
  const code = isProblem ? (JSON.parse(answer.body.toString()) as { code: string }).code : undefined;
  if (isProblem) documented.meet(answer.body);
  met.add(`${operation.name} ${answer.status} ${code ?? mediaType}`);
  return code;
}

/** Servers by their settings: one that nothing is done to but asking serves several tests. */
const shared = new Map<string, RunningApp>();

async function sharedApp(settings: Record<string, string>): Promise<RunningApp> {
  const key = JSON.stringify(settings);
  const app = shared.get(key) ?? (await startApp(settings));
  shared.set(key, app);
  return app;
}

/** For each status of an operation the codes of its problems, and the media types of other answers. */
function promises({ name, answers }: Operation): string[] {
  return Object.entries(answers).flatMap(([status, answer]) =>
    Object.keys(answer.content ?? {})
      .flatMap((type) => (type === 'application/problem+json' ? codesOf(answer) : type))
      .map((what) => `${name} ${status} ${what}`),
  );
}

const codes = ({ answers }: Operation) => Object.values(answers).flatMap(codesOf);

describe('an answer is what docs/openapi.json says', () => {
  afterAll(async () => {
    for (const app of shared.values()) await app.close();
  });

  it.each(ways)('to a sound request: $name', async (way) => {
    const answer = await exchange((await sharedApp({})).port, soundRequest(way));
    expect(answer.status).toBe(200);
    examine(way.operation, answer);
  });

  describe('from a real model', () => {
    it.each(['shortest-edge', 'uint8', 'nhwc', 'float16'])('GET /model of test/models/%s', async (folder) => {
      const app = await startApp({ MODEL: `test/models/${folder}` });
      const way = ways.find(({ name }) => name === 'GET /model')!;
      examine(way.operation, await exchange(app.port, soundRequest(way)));
      await app.close();
    });
  });

  const provocations = Object.entries(PROVOCATIONS) as [string, Provocation][];
  describe.each(provocations)('under %s', (name, provocation) => {
    const {
      code = name as ErrorCode,
      settings = {},
      isFor = () => true,
      prepare,
      provoke,
      isAtOnce,
      isApart,
    } = provocation;
    const provoked = ways.filter(isFor);
    const answers = new Map<Way, ReturnType<typeof provoke>>();
    const isShared = typeof settings === 'object' && !prepare && !isApart;
    let app: RunningApp;
    let undo: (() => Promise<void>) | undefined;
    const open = async () => {
      if (isShared) {
        app = await sharedApp(settings);
        return;
      }
      app = await startApp(typeof settings === 'function' ? await settings() : settings);
      undo = await prepare?.(app);
    };
    const close = async () => {
      await undo?.();
      if (!isShared) await app.close();
    };
    if (isApart) {
      beforeEach(open);
      afterEach(close);
    } else {
      beforeAll(open);
      afterAll(close);
    }
    beforeAll(() => {
      if (isAtOnce) for (const way of provoked) answers.set(way, provoke(app, way));
    });

    it.each(provoked)('$name', async (way) => {
      const answer = await (answers.get(way) ?? provoke(app, way));
      const found = [answer].flat().map((each) => examine(way.operation, each));
      // Other forms of errors have no code.
      if (found.at(-1) !== undefined && codes(way.operation).includes(code)) expect(found.at(-1)).toBe(code);
    });
  });

  it('as docs/errors.md shows it, whichever problem it is', async () => {
    const { key, entry } = makeKey('reader');
    const [open, limited] = [await sharedApp({}), await sharedApp({ API_KEYS: entry, RATE_LIMIT: '1/10s' })];
    const headers = { 'Content-Type': 'application/json', 'X-API-Key': key };
    const wrong = Buffer.from('{"image_base64": "QUJD", "confidence_threshold": "0.5", "treshold": 1}');
    const ask = async (app: RunningApp, method: string, path: string, body?: Buffer) => {
      documented.meet((await exchange(app.port, { method, path, headers, ...(body && { body }) })).body);
    };
    await ask(open, 'POST', '/predict', wrong);
    await ask(open, 'GET', '/v1/predict');
    await ask(open, 'GET', '/predict');
    await exchange(limited.port, { method: 'POST', path: '/predict', headers, body: wrong });
    await ask(limited, 'POST', '/predict', wrong);
    expect(documented.unlike()).toEqual([]);
  });

  // The last one: it looks at what all the others have met.
  it('was met with every status and every code that is documented, and with no other', () => {
    expect([...met].sort()).toEqual(operations.flatMap(promises).sort());
  });
});
