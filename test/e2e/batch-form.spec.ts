import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { batchIn, FROG, frogs } from '../support/batch.js';
import { sendForm, sendFormBytes } from '../support/doors.js';
import { expectProblem } from '../support/problem.js';

describe('a batch as a form', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ WORKERS: '2' });
  });
  afterAll(() => app.close());

  it('validation_failed as a whole: forms without files, with other parts, and options in the query', async () => {
    const form = (parts: Parameters<typeof sendForm>[1], query = '') =>
      sendForm(app, parts, `/predict/batch${query}`);
    expect(expectProblem(await form([['top_k', '1']]), 'validation_failed').detail).toBe(
      'file: expected 1 to 32 pictures, received none',
    );
    const other = await form([
      ['file', FROG],
      ['files', 'two'],
      ['top_k', 'a'],
    ]);
    expect(expectProblem(other, 'validation_failed').errors?.map(({ field }) => field)).toEqual([
      'top_k',
      'files',
    ]);
    expectProblem(await form([['file', FROG]], '?threshold=0'), 'validation_failed');
    expectProblem(await app.http.post('/predict/batch?top_k=1').send(frogs(1)), 'validation_failed');
  });

  it.each(['file[]', 'image', 'files'])(
    'names the field for pictures where they come as %s',
    async (name) => {
      const parts = [
        [name, FROG],
        [name, FROG],
        ['top_k', '1'],
      ] as const;
      const { errors } = expectProblem(await sendForm(app, parts, '/predict/batch'), 'validation_failed');
      const detail =
        'expected the pictures, 1 to 32, each in a field called file; received a file under this name';
      expect(errors).toEqual([{ field: name, detail }]);
    },
  );

  it('takes a hundred fields beside the files of a form, and no more', async () => {
    const fields = new Array<readonly [string, string]>(101).fill(['top_k', '']);
    const parts = [['file', FROG], ...fields] as const;
    await sendForm(app, parts.slice(0, -1), '/predict/batch').expect(200);
    const { detail } = expectProblem(await sendForm(app, parts, '/predict/batch'), 'validation_failed');
    expect(detail).toContain('expected at most 100 fields, received 101');
  });

  it('takes an empty file, and files without names', async () => {
    const part = (head: string, content: Buffer) =>
      Buffer.concat([
        Buffer.from(`--b\r\nContent-Disposition: form-data; name="file"${head}\r\n\r\n`),
        content,
        Buffer.from('\r\n'),
      ]);
    const names = ['', '; filename=""', '; filename="a.jpg"', `; filename="${'n'.repeat(200)}"`];
    const body = Buffer.concat([
      ...names.map((head) => part(head, FROG)),
      part('; filename="empty"', Buffer.alloc(0)),
      Buffer.from('--b--'),
    ]);
    const response = await sendFormBytes(app, body, 'b', '/predict/batch').expect(200);
    const { results } = batchIn(response);
    expect(results.map(({ id }) => id)).toEqual([undefined, undefined, 'a.jpg', 'n'.repeat(128), 'empty']);
    expect(results.map(({ status }) => status)).toEqual([200, 200, 200, 200, 422]);
  });
});
