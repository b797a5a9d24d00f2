import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { answerIn, sendForm, sendFormBytes } from '../support/doors.js';
import { expectProblem } from '../support/problem.js';
import { B, FILE, form, FROG, part } from '../support/picture-form.js';

describe('POST /predict with a form', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('takes the file and the fields, in any order', async () => {
    const all = answerIn(
      await sendForm(app, [
        ['file', FROG],
        ['confidence_threshold', '0'],
      ]).expect(200),
    ).predictions;
    expect(all).toHaveLength(4);
    const two = await sendForm(app, [
      ['top_k', '2'],
      ['confidence_threshold', '0'],
      ['file', FROG],
    ]).expect(200);
    expect(answerIn(two).predictions).toEqual(all.slice(0, 2));
    const plain = await sendForm(app, [['file', FROG]]).expect(200);
    expect(answerIn(plain).predictions).toEqual(all.filter(({ confidence }) => confidence >= 0.5));
  });

  it('takes what the form of a browser and of curl would send', async () => {
    const { headers } = await sendFormBytes(app, form(part(FILE)), B).expect(200);
    expect(headers['server-timing']).not.toContain('base64');
    await sendFormBytes(app, form(part('Content-Disposition: form-data; name="file"')), B).expect(200);
    await sendFormBytes(app, form(part(FILE)), `"${B}"`).expect(200);
  });

  it('takes an empty file for a picture without bytes', async () => {
    expectProblem(await sendFormBytes(app, form(part(FILE, '')), B), 'image_empty');
  });

  it.each<[string, [string, string | Buffer][], string[], string]>([
    [
      'no file',
      [['top_k', '1']],
      ['file'],
      'file: expected a part with the bytes of a picture, received nothing',
    ],
    [
      'two files',
      [
        ['file', FROG],
        ['file', FROG],
      ],
      ['file'],
      'file: expected once, received 2 times',
    ],
    [
      'a file of another name',
      [['image', FROG]],
      ['file', 'image'],
      'image: expected no such field; check its spelling or leave it out',
    ],
    [
      'an unknown field',
      [
        ['file', FROG],
        ['treshold', '0'],
      ],
      ['treshold'],
      'expected no such field',
    ],
    [
      'a threshold that is no number',
      [
        ['file', FROG],
        ['confidence_threshold', 'a half'],
      ],
      ['confidence_threshold'],
      'expected a number from 0 to 1, received a string of 6 characters',
    ],
    [
      'a threshold that is longer than any number',
      [
        ['file', FROG],
        ['confidence_threshold', 'é'.repeat(40)],
      ],
      ['confidence_threshold'],
      'expected a number from 0 to 1, received a string of 80 bytes',
    ],
    [
      'a threshold beyond 1',
      [
        ['file', FROG],
        ['confidence_threshold', '1.5'],
      ],
      ['confidence_threshold'],
      'received the number 1.5',
    ],
    [
      'half a label',
      [
        ['file', FROG],
        ['top_k', '0.5'],
      ],
      ['top_k'],
      'expected a whole number of at least 1, received the number 0.5',
    ],
    [
      'a threshold twice',
      [
        ['file', FROG],
        ['confidence_threshold', '0'],
        ['confidence_threshold', '0'],
      ],
      ['confidence_threshold'],
      'expected once, received 2 times',
    ],
  ])('refuses %s', async (_name, parts, fields, text) => {
    const { errors, detail } = expectProblem(await sendForm(app, parts), 'validation_failed');
    expect(errors?.map(({ field }) => field).sort()).toEqual(fields);
    expect(detail).toContain(text);
  });

  it('names 20 of 100 unknown parts, and takes no more than 100 for fields that somebody meant', async () => {
    const unknown = (count: number) =>
      Array.from({ length: count }, (_, i) => part(`Content-Disposition: form-data; name="a${i}"`, '1'));
    const most = expectProblem(await sendFormBytes(app, form(...unknown(100)), B), 'validation_failed');
    expect(most.errors).toHaveLength(20);
    expect(most.detail).toMatch(/and 81 more$/);
    const more = expectProblem(await sendFormBytes(app, form(...unknown(101)), B), 'validation_failed');
    expect(more.detail).toBe('expected at most 100 fields, received 101; leave out what has no meaning here');
  });

  it('takes a form as Apache HttpClient writes it, which says Latin-1 of every text', async () => {
    const text = (name: string, value: string) =>
      part(
        `Content-Disposition: form-data; name="${name}"\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n` +
          'Content-Transfer-Encoding: 8bit',
        value,
      );
    const body = form(text('confidence_threshold', '0'), text('top_k', '2'), part(FILE));
    const { predictions } = answerIn(await sendFormBytes(app, body, B).expect(200));
    expect(predictions).toHaveLength(2);
  });

  it('takes a field that nobody has filled in for one that is left out', async () => {
    const asked = await sendForm(app, [
      ['file', FROG],
      ['confidence_threshold', ''],
      ['top_k', ''],
    ]).expect(200);
    const plain = await sendForm(app, [['file', FROG]]).expect(200);
    expect(answerIn(asked).predictions).toEqual(answerIn(plain).predictions);
  });
});
