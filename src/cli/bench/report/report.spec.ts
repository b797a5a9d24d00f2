import { describe, expect, it } from '@jest/globals';
import { benchRow } from '../../../../test/support/bench-row.js';
import { conclusion } from './conclusion.js';
import { findKnee } from './knee.js';
import { jsonReport } from './report-json.js';
import { rowOf } from './row.js';
import { failures, figure, megabytes, tableLine } from './table.js';
import { troubles } from './troubles.js';

const PROBE = { count: 100, p50: 1, p99: 2, max: 3, failed: 0 };
const RESULT = {
  answers: 400,
  seconds: 4,
  latency: { mean: 5, p50: 4, p99: 20, max: 30 },
  wrong: 0,
  errors: {},
  clientCpuMs: 200,
  sent: 500,
};

describe('a row', () => {
  it('has what belongs to one request', () => {
    expect(rowOf(8, RESULT, PROBE, { cpuMs: 3200, peakRssBytes: 1e8 })).toMatchObject({
      perSecond: 100,
      cpuMs: 8,
      clientCpuMs: 0.5,
      clientLoad: 0.05,
      peakRssBytes: 1e8,
      p99: 20,
    });
  });

  it('has no figures where nothing was answered, or the server cannot be metered', () => {
    expect(rowOf(8, RESULT, PROBE, undefined)).toMatchObject({ cpuMs: NaN, peakRssBytes: NaN });
    const none = rowOf(8, { ...RESULT, answers: 0, seconds: 0 }, PROBE, { cpuMs: 10, peakRssBytes: 1 });
    expect(none).toMatchObject({ perSecond: 0, cpuMs: NaN, clientCpuMs: NaN, clientLoad: 0 });
  });
});

describe('the table', () => {
  it('has figures of three digits that count', () => {
    expect([0.123, 9.876, 12.34, 123.4, 1234.5, NaN, Infinity].map(figure)).toEqual([
      ...['0.12', '9.88', '12.3', '123', '1235'],
      ...['-', '-'],
    ]);
    expect([1.5e8, NaN].map(megabytes)).toEqual(['150', '-']);
  });

  it('names what failed', () => {
    expect(failures({}, 0, 0)).toBe('-');
    expect(failures({ 503: 12, timeout: 1 }, 2, 3)).toBe('503: 12, timeout: 1, wrong: 2, probe: 3');
  });

  it('has rows below the head, each printed by itself', () => {
    const [head, row] = [tableLine(), tableLine(benchRow(16, 123.4))];
    expect(head.indexOf('requests/s') + 'requests/s'.length).toBe(row.indexOf('123') + 3);
    expect(row).toMatch(/^ {2}16 .* 617 +-\n$/);
  });
});

describe('the conclusion', () => {
  it('says how much the knee gives', () => {
    const knee = findKnee([benchRow(1, 100), benchRow(4, 290), benchRow(8, 300)])!;
    const suggestion = { workers: 2, workersBecause: 'so', queueMax: 7, queueBecause: 'thus' };
    expect(conclusion(knee, suggestion)).toBe(
      'knee         4 in flight: 96 % of the best throughput (300/s), p99 27.6 ms\n' +
        "parallelism  3.0: best throughput times the latency of a lone request (Little's law)\n" +
        'WORKERS      2: so\n' +
        'QUEUE_MAX    7: thus\n',
    );
  });

  it('suggests nothing where the knee was not reached', () => {
    expect(conclusion(findKnee([benchRow(2, 100), benchRow(4, 200)])!, undefined)).toMatch(
      /^knee +not reached: [^\n]+; raise --concurrency\n$/,
    );
  });
});

describe('the JSON', () => {
  it('has null for what could not be measured', () => {
    const rows = [benchRow(2, 0)];
    const report = jsonReport({
      url: 'http://frog.test',
      model: { name: 'a', version: '1', kind: 'onnx' },
      pictures: { count: 1, bytes: 2 },
      door: 'json',
      latencyTarget: 1000,
      rows,
      knee: findKnee(rows),
      suggestion: undefined,
      isPartial: true,
    });
    expect(JSON.stringify(report)).not.toContain('NaN');
    expect(report).toMatchObject({
      knee: null,
      suggestion: null,
      partial: true,
      steps: [
        { connections: 2, requests_per_second: 0, cpu_ms_per_request: null, latency_ms: { p50: null } },
      ],
    });
  });
});

describe('troubles', () => {
  it('are none where all is well', () => {
    expect(troubles([benchRow(1, 100)])).toEqual({ failures: [], remarks: [] });
  });

  it('are loud about wrong answers', () => {
    const { failures: found } = troubles([
      benchRow(1, 100),
      benchRow(2, 100, { wrong: 3, firstWrong: 'so' }),
    ]);
    expect(found).toEqual(['WRONG ANSWERS: 3, the first one: so; the figures mean nothing']);
  });

  it('are failures, but not refusals under load', () => {
    const rows = [
      benchRow(1, 100, { errors: { 503: 5, 429: 1 } }),
      benchRow(2, 9, { errors: { timeout: 2, 500: 1 } }),
    ];
    const { failures: found, remarks } = troubles(rows);
    expect(found).toEqual([expect.stringMatching(/^3 requests have failed/)]);
    expect(remarks).toEqual([expect.stringMatching(/^6 requests were refused/)]);
  });

  it('tell of a client that limits, and of no answer at all', () => {
    expect(troubles([benchRow(64, 100, { clientLoad: 0.9 })]).remarks[0]).toContain(
      'at 64 connections the client',
    );
    expect(troubles([benchRow(1, 0, { errors: { 503: 9 } })]).failures).toEqual([
      'not a single right answer',
    ]);
  });
});
