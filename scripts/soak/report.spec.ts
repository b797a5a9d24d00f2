import { describe, expect, it } from '@jest/globals';
import { errorLinesOf } from './error-lines.js';
import { outcomeOf } from './outcome.js';
import { NoAnswerError } from '../../src/cli/bench/http/connection.js';
import { answerTable, checkTable, memoryPlot, ratePlot } from './report.js';
import type { Sample } from './sampler.js';
import { Tally } from './tally.js';

describe('Tally', () => {
  it('counts by what was asked, expected and received', () => {
    const tally = new Tally();
    for (const received of ['200', '200', '503 not_ready']) tally.add('frog.jpg', '200', received);
    tally.add('no JSON', '200', '200');
    expect(tally.answers).toBe(4);
    expect(answerTable(tally.rows).slice(1)).toEqual([
      ['frog.jpg', '200', '200', '2'],
      ['frog.jpg', '200', '503 not_ready', '1'],
      ['no JSON', '200', '200', '1'],
    ]);
  });
});

describe('an outcome', () => {
  const answer = (status: number, body: string) =>
    Promise.resolve({ status, body: Buffer.from(body), keepsAlive: true });

  it.each([
    { came: answer(200, '{"code":"frog"}'), received: '200' },
    { came: answer(422, '{"code":"image_corrupt"}'), received: '422 image_corrupt' },
    { came: answer(502, '<html>'), received: '502 without a code' },
    { came: Promise.reject(new NoAnswerError('timeout', 'late')), received: 'no answer: timeout' },
  ])('is $received', async ({ came, received }) => {
    expect(await outcomeOf(came)).toMatchObject({ received });
  });
});

describe('the errors in a log', () => {
  it('are all lines but those of workers that ended and of lower levels', () => {
    const lines = [
      '{"level":"info","msg":"Serving"}',
      '{"level":"error","msg":"Worker 12 ended (SIGKILL) after 900 ms; starting another"}',
      '{"level":"error","msg":"The server failed","err":{"code":"worker_crashed"}}',
      '{"level":"error","msg":"The server failed","err":{"message":"x is not a function"}}',
      '(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected',
    ];
    expect(errorLinesOf(`${lines.join('\n')}\n`)).toEqual(lines.slice(3));
  });
});

describe('the report', () => {
  const samples: Sample[] = Array.from({ length: 1000 }, (_, seconds) => ({
    seconds,
    serverPss: 1e8,
    serverRss: 1e8,
    elder: 1,
    elderPss: 2e8,
    totalPss: 4e8,
    totalRss: 4e8,
    descriptors: 44,
    workers: 2,
    answers: seconds * 50,
  }));

  it('plots at most 60 points a line, of the right height', () => {
    for (const [plot, lines] of [
      [memoryPlot(samples), 3],
      [ratePlot(samples), 2],
    ] as const) {
      const drawn = [...plot.matchAll(/class="line c\d" d="M([^"]*)"/g)].map(([, path]) => path!.split('L'));
      expect(drawn).toHaveLength(lines);
      for (const points of drawn) {
        expect(points.length).toBeGreaterThan(50);
        expect(points.length).toBeLessThanOrEqual(60);
        expect(new Set(points.map((point) => point.split(' ')[1])).size).toBe(1);
      }
    }
  });

  it('says which promise is broken', () => {
    const checks = [
      { name: 'a', figure: '0', bound: 'at most 0', isKept: true },
      { name: 'b', figure: '1', bound: 'at most 0', isKept: false },
    ];
    expect(checkTable(checks).slice(1)).toEqual([
      ['a', '0', 'at most 0', 'kept'],
      ['b', '1', 'at most 0', 'BROKEN'],
    ]);
  });
});
