import type { ServerResponse } from 'node:http';
import type { Response } from 'express';
import { describe, expect, it } from '@jest/globals';
import { AppError } from '../errors.js';
import { ClientGone } from './request-deadline.js';
import { RequestRecord } from './request-record.js';

const record = () => new RequestRecord('7', 'POST', '/predict', '192.0.2.1');
const scored = (...confidences: number[]) => ({
  timings: { decode: 3 },
  facts: { format: 'png', width: 2, height: 1 } as const,
  workedOn: { pid: 1, startedAt: 2 },
  scores: confidences.map((confidence, i) => ({ label: `label ${i}`, confidence })),
});
const failed = async (noted: RequestRecord, error: Error) => {
  const work = () => Promise.reject(error);
  await expect(noted.picture(5, work)).rejects.toBe(error);
};

describe('The record of a request', () => {
  it('is found on its response, and missed where the request came past the one who notes it', () => {
    const noted = record();
    const response = { locals: { record: noted } } as unknown as Response;
    expect(RequestRecord.find(response)).toBe(noted);
    expect(RequestRecord.of(response)).toBe(noted);
    expect(RequestRecord.find({} as ServerResponse)).toBeUndefined();
    expect(() => RequestRecord.of({ locals: {} } as Response)).toThrow(
      'expected recordRequests to come before whatever asks for a record',
    );
  });

  it('has the ids of its trace as soon as there is one', () => {
    const noted = record();
    expect(noted.ids).toEqual({ request_id: '7', trace_id: undefined, span_id: undefined });
    noted.trace = { traceId: 'a', spanId: 'b', traceparent: 'c', tracestate: undefined };
    expect(noted.ids).toEqual({ request_id: '7', trace_id: 'a', span_id: 'b' });
  });

  it('adds up the parts of a stage', () => {
    const noted = record();
    expect(noted.stageTimes).toEqual({});
    noted.stages.push(
      { stage: 'parse', startedAt: 1, endedAt: 3 },
      { stage: 'receive', startedAt: 3, endedAt: 10 },
      { stage: 'parse', startedAt: 10, endedAt: 14 },
    );
    expect(noted.stageTimes).toEqual({ parse: 6, receive: 7 });
  });

  it('ends a stage when it is noted', () => {
    const noted = record();
    const before = performance.now();
    noted.noteStage('draw', 1);
    const [{ stage, startedAt, endedAt } = { endedAt: NaN }] = noted.stages;
    expect({ stage, startedAt }).toEqual({ stage: 'draw', startedAt: 1 });
    expect(endedAt).toBeGreaterThanOrEqual(before);
    expect(endedAt).toBeLessThanOrEqual(performance.now());
  });

  it('has no number of labels until there are some to be answered, be it none', () => {
    const noted = record();
    expect(noted.labels).toBeUndefined();
    noted.addLabels(0);
    expect(noted.labels).toBe(0);
    noted.addLabels(4);
    noted.addLabels(1);
    expect(noted.labels).toBe(5);
  });
});

describe('A picture of it', () => {
  it.each([
    { confidences: [0.2, 0.5, 0.3], best: 'label 1' },
    { confidences: [0.4, 0.4, 0.2], best: 'label 0' },
    { confidences: [0.1, 0.4, 0.5], best: 'label 2' },
  ])('has the first label of the highest confidence of $confidences', async ({ confidences, best }) => {
    const noted = record();
    const result = scored(...confidences);
    expect(await noted.picture(9, () => Promise.resolve(result))).toBe(result);
    const { timings, facts, workedOn } = result;
    expect(noted.pictures).toMatchObject([
      { bytes: 9, code: undefined, timings, facts, workedOn, best: { label: best } },
    ]);
    expect(noted.failedPictures).toBe(0);
  });

  it('has none where only its view was asked for, or no label', async () => {
    const noted = record();
    const { timings, facts, workedOn } = scored();
    await noted.picture(9, () => Promise.resolve({ timings, facts, workedOn }));
    await noted.picture(9, () => Promise.resolve(scored()));
    expect(noted.pictures.map(({ best }) => best)).toEqual([undefined, undefined]);
  });

  it('has the code of its problem, or that of an internal error', async () => {
    const noted = record();
    await failed(noted, new AppError('image_corrupt', 'a detail'));
    await failed(noted, new TypeError('a bug'));
    noted.refusedPicture(3, 'validation_failed');
    expect(noted.pictures.map(({ code, bytes }) => [code, bytes])).toEqual([
      ['image_corrupt', 5],
      ['internal_error', 5],
      ['validation_failed', 3],
    ]);
    expect(noted.pictures[0]).toMatchObject({
      timings: {},
      facts: undefined,
      workedOn: undefined,
      best: undefined,
    });
    expect(noted.failedPictures).toBe(3);
  });

  it('has the time that it waited where no worker came to it', () => {
    const noted = record();
    noted.refusedPicture(3, 'deadline_exceeded', 1);
    const [{ startedAt, endedAt, timings } = { endedAt: NaN }] = noted.pictures;
    expect(startedAt).toBe(1);
    expect(timings).toEqual({ queue: endedAt - 1 });
  });

  it('is not noted where the client has gone, because nobody knows what would have come of it', async () => {
    const noted = record();
    await failed(noted, new ClientGone());
    expect(noted.pictures).toEqual([]);
  });
});
