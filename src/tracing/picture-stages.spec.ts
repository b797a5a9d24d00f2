import { describe, expect, it } from '@jest/globals';
import type { PictureRecord } from '../http/request-record.js';
import { stagesOf } from './picture-stages.js';

const PICTURE: PictureRecord = {
  startedAt: 100,
  endedAt: 200,
  bytes: 1,
  code: undefined,
  facts: undefined,
  best: undefined,
  timings: { queue: 20, base64: 1, decode: 30, preprocess: 4, inference: 40 },
  workedOn: { pid: 7, startedAt: 110 },
};

describe('the stages of a picture', () => {
  it('follow one another in a worker, from when it began', () => {
    expect(stagesOf(PICTURE, false)).toEqual([
      { stage: 'queue', startedAt: 100, endedAt: 110, pid: undefined },
      { stage: 'base64', startedAt: 110, endedAt: 111, pid: 7 },
      { stage: 'decode', startedAt: 111, endedAt: 141, pid: 7 },
      { stage: 'preprocess', startedAt: 141, endedAt: 145, pid: 7 },
      { stage: 'inference', startedAt: 145, endedAt: 185, pid: 7 },
    ]);
  });

  it('end with an inference elsewhere, where another server runs the graph', () => {
    expect(stagesOf(PICTURE, true).at(-1)).toEqual({
      stage: 'inference',
      startedAt: 160,
      endedAt: 200,
      pid: undefined,
    });
    expect(stagesOf(PICTURE, true).map(({ stage }) => stage)).toEqual([
      ...['queue', 'base64', 'decode', 'preprocess', 'inference'],
    ]);
  });

  it('are the inference alone for a tensor that another server scores', () => {
    const tensor = { ...PICTURE, workedOn: undefined, timings: { inference: 90 } };
    expect(stagesOf(tensor, true)).toEqual([
      { stage: 'inference', startedAt: 110, endedAt: 200, pid: undefined },
    ]);
  });

  it('are the wait alone where no worker came to it before its deadline', () => {
    expect(stagesOf({ ...PICTURE, workedOn: undefined, timings: { queue: 100 } }, false)).toEqual([
      { stage: 'queue', startedAt: 100, endedAt: 200, pid: undefined },
    ]);
  });

  it('are unknown where the picture was refused', () => {
    expect(stagesOf({ ...PICTURE, workedOn: undefined, timings: {} }, false)).toEqual([]);
  });
});
