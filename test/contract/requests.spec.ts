import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startApp, type RunningApp } from '../support/app.js';
import { Conformance } from './conformance.js';
import { DOCUMENT, operationsOf, type Parameter } from './document.js';
import { exchange, type Answer } from './exchange.js';
import { soundRequest, waysOf, type Way } from './sound-requests.js';

const conformance = new Conformance(DOCUMENT);
const ways = operationsOf(DOCUMENT).flatMap(waysOf);
const takeJson = ways.filter(({ mediaType }) => mediaType === 'application/json');
/** The query is for bodies that have no fields. */
const hasFields = ({ mediaType }: Way) => ['application/json', 'multipart/form-data'].includes(mediaType);
const parameters = ways.flatMap((way) =>
  way.operation.parameters
    .filter((parameter) => parameter.in === 'header' || (parameter.in === 'query' && !hasFields(way)))
    .map((parameter) => ({ way, parameter, title: `${way.name}, ${parameter.name}` })),
);

/** Values at and around the bounds of what is documented, and any other. */
const value = fc.oneof(
  fc.constantFrom<unknown>(0, 1, -0, -1e-9, 1.0000001, 0.5, 3, 2.5, 1e300, '', '0.5', null, true, [], {}),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Of the simulated model. */
const LABELS = ['Mammal', 'Bird', 'Reptile', 'Amphibian'];

function hasKnownLabel(body: unknown): boolean {
  const { label } = Object(body) as { label?: unknown };
  return typeof label !== 'string' || LABELS.includes(label);
}

/** What becomes of a sound body. */
const change = (names: string[]) =>
  fc.oneof(
    fc.record({ set: fc.constantFrom(...names), to: value }),
    fc.record({ set: fc.string(), to: value }),
    fc.record({ remove: fc.constantFrom(...names) }),
    fc.record({ instead: value }),
    fc.constant({ keep: true }),
  );

function apply(body: object, { set, to, remove, instead, keep }: Record<string, unknown>): unknown {
  if (keep) return body;
  if (instead !== undefined) return instead;
  if (remove !== undefined) {
    return Object.fromEntries(Object.entries(body).filter(([name]) => name !== remove));
  }
  // Not by assignment, which would take __proto__ for something else.
  return Object.fromEntries([...Object.entries(body), [set as string, to]]);
}

/** The Open Inference Protocol's errors have none, and its requests more rules than fields. */
const hasCodes = ({ operation }: Way) => !operation.path.startsWith('/v2');

/** Of a problem: what is answered otherwise may be a picture. */
const codeOf = ({ status, body }: Answer) =>
  status === 200 ? undefined : (JSON.parse(body.toString()) as { code?: string }).code;

describe('a request is refused for its fields where docs/openapi.json does not allow them, and only there', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it.each(takeJson)('$name', async (way) => {
    const sound = soundRequest(way);
    const original = JSON.parse(sound.body!.toString()) as object;
    const counts = { allowed: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(change(Object.keys(original)), async (changed) => {
        const body = apply(original, changed);
        // What is wrong with one picture of a batch is said in its own result.
        const problems = conformance
          .problemsOfBody(way.operation, way.mediaType, body)
          .filter((problem) => !/^\/images\/\d/.test(problem));
        const answer = await exchange(app.port, { ...sound, body: Buffer.from(JSON.stringify(body)) });
        expect(conformance.problemsOfAnswer(way.operation, answer)).toEqual([]);
        const isRefused = codeOf(answer) === 'validation_failed' || (!hasCodes(way) && answer.status === 400);
        counts[isRefused ? 'refused' : 'allowed'] += 1;
        // How the members of a tensor belong together, no schema says, and neither what labels a model has.
        const isOfTheModel = hasCodes(way) && hasKnownLabel(body);
        if (isOfTheModel || problems.length > 0) {
          expect({ body, isRefused }).toEqual({ body, isRefused: problems.length > 0 });
        }
      }),
      { numRuns: 300 },
    );
    // That neither verdict is the only one.
    expect(Math.min(counts.allowed, counts.refused)).toBeGreaterThan(20);
  });

  const text = fc.oneof(
    fc.integer({ min: -3, max: 3 }).map(String),
    fc.integer({ min: -(2 ** 40), max: 2 ** 40 }).map(String),
    fc.constantFrom('0.5', '0.25', '1.5', '999999999', '1000000000', 'x', '1x', 'NaN', 'Infinity'),
    fc.stringMatching(/^[a-z]{1,8}$/),
    fc.constantFrom(...LABELS),
  );

  it.each(parameters)('$title', async ({ way, parameter }) => {
    await fc.assert(
      fc.asyncProperty(text, async (written) => {
        const answer = await exchange(app.port, withParameter(way, parameter, written));
        expect(conformance.problemsOfAnswer(way.operation, answer)).toEqual([]);
        const isRefused = answer.status === 400;
        const isAllowed = conformance.allows(parameter, written);
        // Where a length has to be that of the body, bounds are not all.
        if (isAllowed && parameter.name === 'Inference-Header-Content-Length') return;
        if (isAllowed && parameter.name === 'label' && !LABELS.includes(written)) return;
        expect({ written, isRefused }).toEqual({ written, isRefused: !isAllowed });
      }),
      { numRuns: 100 },
    );
  });
});

function withParameter(way: Way, { name, in: place }: Parameter, text: string) {
  const sound = soundRequest(way);
  if (place === 'header') return { ...sound, headers: { ...sound.headers, [name]: text } };
  return { ...sound, path: `${sound.path}?${new URLSearchParams({ [name]: text }).toString()}` };
}
