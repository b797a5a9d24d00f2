import { describe, expect, it } from '@jest/globals';
import { parseMultipart } from '../../../http/multipart.js';
import { predictRequest, requestBytes, type Door } from './request.js';
import { isLoopback } from '../../../auth/auth-policy.js';
import { addressOf, targetOf } from './target.js';

const target = (url: string, headers: [string, string][] = []) => targetOf(new URL(url), headers);

describe('a request', () => {
  it('carries the picture, and asks for labels however unsure', () => {
    const [head = '', body = ''] = predictRequest(target('http://frog.test:81/v1/'), Buffer.from('pixels'))
      .toString()
      .split('\r\n\r\n');
    expect(head.split('\r\n')).toEqual([
      'POST /v1/predict HTTP/1.1',
      'Host: frog.test:81',
      'User-Agent: tetrapod-bench',
      'Accept: application/json',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ]);
    expect(JSON.parse(body)).toEqual({
      image_base64: Buffer.from('pixels').toString('base64'),
      confidence_threshold: 0,
      top_k: 5,
    });
  });

  it('carries the picture as it is, or in a form, where that is asked for', () => {
    const picture = Buffer.from([0xff, 0xd8, 0, 13, 10]);
    const sent = (door: Door) => {
      const bytes = predictRequest(target('http://frog.test'), picture, door);
      const at = bytes.indexOf('\r\n\r\n') + 4;
      const head = bytes.toString('latin1', 0, at);
      return { head, body: bytes.subarray(at), length: Number(/Content-Length: (\d+)/.exec(head)![1]) };
    };
    const raw = sent('raw');
    expect(raw.head).toMatch(
      /^POST \/predict\?threshold=0&top_k=5 HTTP[^]*Content-Type: application\/octet-stream\r\n/,
    );
    expect(raw.body).toEqual(picture);
    expect(raw.length).toBe(5);
    const form = sent('form');
    const [, boundary] = /Content-Type: multipart\/form-data; boundary=(\S+)/.exec(form.head)!;
    expect(form.length).toBe(form.body.length);
    expect(parseMultipart(form.body, boundary!)).toMatchObject([
      { name: 'confidence_threshold', bytes: Buffer.from('0') },
      { name: 'top_k', bytes: Buffer.from('5') },
      { name: 'file', bytes: picture },
    ]);
  });

  it('has the given headers, which go before its own', () => {
    const given: [string, string][] = [
      ['Authorization', 'Bearer abc'],
      ['host', 'toad.test'],
    ];
    const text = requestBytes(target('http://frog.test', given), {
      method: 'GET',
      path: '/model',
      keepAlive: false,
    }).toString();
    expect(text).toContain('\r\nAuthorization: Bearer abc\r\n');
    expect(text.match(/^host: .*$/gim)).toEqual(['host: toad.test']);
    expect(text).toContain('\r\nConnection: close\r\n');
  });
});

describe('a target', () => {
  it('knows ports, brackets and base paths', () => {
    expect(target('https://frog.test/a/')).toMatchObject({ isTls: true, port: 443, basePath: '/a' });
    expect(target('http://[::1]:3000')).toMatchObject({
      isTls: false,
      host: '::1',
      port: 3000,
      basePath: '',
    });
    expect(addressOf(target('https://frog.test/a/'))).toBe('https://frog.test/a');
  });

  it('tells what is on this machine', () => {
    const hosts = ['localhost', '127.0.0.1', '127.9.9.9', '[::1]', '10.0.0.1', 'frog.test', '127.frog.test'];
    expect(hosts.map((host) => isLoopback(target(`http://${host}`).host))).toEqual([
      ...[true, true, true, true],
      ...[false, false, false],
    ]);
  });
});
