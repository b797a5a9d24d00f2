import { describe, expect, it } from '@jest/globals';
import { ResponseReader, type Answer } from './response-reader.js';

/** Everything that comes of a text, given byte by byte. */
function readBytewise(text: string): Answer[] {
  const reader = new ResponseReader();
  return [...Buffer.from(text)].flatMap((byte) => reader.push(Buffer.from([byte])) ?? []);
}

const readAtOnce = (text: string) => new ResponseReader().push(Buffer.from(text));

const shown = (answer: Answer | undefined) => answer && { ...answer, body: answer.body.toString() };

describe('ResponseReader', () => {
  it.each([
    {
      name: 'a length',
      text: 'HTTP/1.1 200 OK\r\nX: content-length: 9\r\ncontent-LENGTH: 4\r\n\r\nfrog',
      answer: { status: 200, body: 'frog', keepsAlive: true },
    },
    {
      name: 'no body',
      text: 'HTTP/1.1 204 No Content\r\nX: 1\r\n\r\n',
      answer: { status: 204, body: '', keepsAlive: true },
    },
    {
      name: 'a connection that closes',
      text: 'HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      answer: { status: 503, body: '', keepsAlive: false },
    },
    {
      name: 'an interim answer before it',
      text: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
      answer: { status: 200, body: 'ok', keepsAlive: true },
    },
    {
      name: 'chunks',
      text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\nfro\r\n1\r\ng\r\n0\r\n\r\n',
      answer: { status: 200, body: 'frog', keepsAlive: true },
    },
  ])('reads an answer with $name, at once or bytewise', ({ text, answer }) => {
    expect(shown(readAtOnce(text))).toEqual(answer);
    expect(readBytewise(text).map(shown)).toEqual([answer]);
  });

  it('reads one answer after another', () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na';
    expect(
      readBytewise(text + text.replace('\r\n\r\na', '\r\n\r\nb')).map(({ body }) => body.toString()),
    ).toEqual(['a', 'b']);
  });

  it('takes everything up to the end where nothing tells the length', () => {
    const reader = new ResponseReader();
    expect(reader.push(Buffer.from('HTTP/1.0 200 OK\r\n\r\nfr'))).toBeUndefined();
    expect(reader.push(Buffer.from('og'))).toBeUndefined();
    expect(shown(reader.end())).toEqual({ status: 200, body: 'frog', keepsAlive: false });
  });

  it('has no answer where the connection ends in the middle', () => {
    const reader = new ResponseReader();
    reader.push(Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfrog'));
    expect(reader.end()).toBeUndefined();
  });

  it('refuses what is not HTTP/1, and broken chunks', () => {
    expect(() => readAtOnce('SSH-2.0-OpenSSH\r\n\r\n')).toThrow('not HTTP/1');
    expect(() => readAtOnce('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n')).toThrow(
      'broken chunk',
    );
  });
});
