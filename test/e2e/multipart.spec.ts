import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startApp, type RunningApp } from '../support/app.js';
import { answerIn, sendForm, sendFormBytes } from '../support/doors.js';
import { expectProblem } from '../support/problem.js';
import { exchange } from '../support/raw-http.js';

const FROG = Buffer.from(EXAMPLE_PICTURE, 'base64');
const B = 'b0undary';

const part = (headers: string, content: Buffer | string = FROG) =>
  Buffer.concat([Buffer.from(`--${B}\r\n${headers}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
const END = Buffer.from(`--${B}--\r\n`);
const FILE = 'Content-Disposition: form-data; name="file"; filename="frog.jpg"\r\nContent-Type: image/jpeg';
const form = (...parts: Buffer[]) => Buffer.concat([...parts, END]);

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

  it.each<[string, Buffer]>([
    ['an empty body', Buffer.alloc(0)],
    ['no boundary', FROG],
    ['another boundary', Buffer.from(form(part(FILE)).toString('latin1').replaceAll(B, 'other'), 'latin1')],
    ['a boundary that is cut', form(part(FILE)).subarray(0, -8)],
    ['no final boundary', part(FILE)],
    ['a picture that is cut off', form(part(FILE)).subarray(0, 400)],
    ['headers of 100 kB', form(part(`${FILE}\r\nX: ${'y'.repeat(100_000)}`))],
    ['2000 headers', form(part(`${FILE}${'\r\nX: y'.repeat(2000)}`))],
    ['a header that is a line of bytes', form(part(`${FILE}\r\n\x00\x01`))],
    [
      'a multipart within',
      form(part('Content-Disposition: form-data; name="file"\r\nContent-Type: multipart/mixed; boundary=x')),
    ],
    ['base64', form(part(`${FILE}\r\nContent-Transfer-Encoding: base64`, EXAMPLE_PICTURE))],
    ['quoted-printable', form(part(`${FILE}\r\nContent-Transfer-Encoding: quoted-printable`))],
    ['a part that is an attachment', form(part('Content-Disposition: attachment; name="file"'))],
    [
      '2001 parts',
      form(...new Array<Buffer>(2001).fill(part('Content-Disposition: form-data; name="a"', '1'))),
    ],
  ])('malformed_multipart: %s', async (_name, body) => {
    const { detail } = expectProblem(await sendFormBytes(app, body, B), 'malformed_multipart');
    expect(detail).toMatch(/^expected .*received .*; let an HTTP library write the body$/);
    expect(detail).not.toContain(B);
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

  it.each([
    ['', 'malformed_multipart'],
    [`; boundary=${'a'.repeat(71)}`, 'malformed_multipart'],
    ['; boundary="a "', 'malformed_multipart'],
    ['; boundary="a\u00e9"', 'malformed_multipart'],
    ['; boundary=', 'unsupported_media_type'],
    ['; boundary=a; boundary=b', 'unsupported_media_type'],
  ])('is refused before its body is read with the type multipart/form-data%s', async (parameters, code) => {
    const answer = await exchange(
      app.port,
      `POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: multipart/form-data${parameters}\r\n` +
        'Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 4/);
    expect(answer).toContain(`"code":"${code}"`);
  });

  it('hears of a form that is cut off by its client', async () => {
    const body = form(part(FILE));
    const answer = exchange(
      app.port,
      `POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=${B}\r\n` +
        `Content-Length: ${body.length - 100}\r\n\r\n${body.subarray(0, -100).toString('latin1')}`,
    );
    expect(await answer).toContain('"code":"malformed_multipart"');
  });
});
