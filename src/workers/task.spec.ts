import { describe, expect, it } from '@jest/globals';
import { decodeHeader, encodeHeader } from './frame.js';
import { kindOf, taskOf, type Task } from './task.js';

const TASKS = (['classify', 'prepare', 'infer', 'parse_numbers', 'view', 'draw'] as const).flatMap((action) =>
  (['binary', 'base64', 'json_base64', 'pixels'] as const).flatMap((encoding) =>
    (['NCHW', 'NHWC'] as const).flatMap((layout) =>
      (['float32', 'float16', 'uint8'] as const).map((dataType): Task => ({
        action,
        encoding,
        layout,
        dataType,
      })),
    ),
  ),
);

describe('the kind of a frame', () => {
  it.each(TASKS)('carries $action, $encoding, $layout and $dataType through a header', (task) => {
    const header = encodeHeader({ kind: kindOf(task), id: 1, length: 0 });
    expect(taskOf(decodeHeader(header).kind)).toEqual(task);
  });
});
