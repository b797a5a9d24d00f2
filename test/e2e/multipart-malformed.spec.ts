import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startApp, type RunningApp } from '../support/app.js';
import { sendFormBytes } from '../support/doors.js';
import { expectProblem } from '../support/problem.js';
import { exchange } from '../support/raw-http.js';
import { B, FILE, form, FROG, part } from '../support/picture-form.js';

describe('a form that is none', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

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
