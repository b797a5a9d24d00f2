import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OK, RawUpstream, REQUEST } from '../../test/support/raw-upstream.js';
import { until } from '../../test/support/until.js';

describe('UpstreamHttp', () => {
  let upstream: RawUpstream;
  beforeEach(() => {
    upstream = new RawUpstream();
  });
  afterEach(() => upstream.close());

  it('gives headers and body of an answer', async () => {
    await upstream.answering('HTTP/1.1 200 OK\r\nX-Some: thing\r\nContent-Length: 4\r\n\r\nbody');
    const { headers, body } = await upstream.http.send(REQUEST);
    expect({ some: headers['x-some'], body: body.toString() }).toEqual({ some: 'thing', body: 'body' });
  });

  it('keeps its connections, and opens no more than it may', async () => {
    await upstream.serve((socket) => setTimeout(() => socket.write(OK), 20), 2);
    await Promise.all(Array.from({ length: 6 }, () => upstream.http.send(REQUEST)));
    expect(upstream.sockets.size).toBe(2);
  });

  it('sends nothing behind a request that is not answered yet', async () => {
    const answers: (() => void)[] = [];
    let heads = -1;
    await upstream.serve((socket, text) => {
      heads += text.split('GET ').length - 1;
      answers.push(() => socket.write(OK));
    });
    // The first answer says that the connection stays open.
    const first = upstream.http.send(REQUEST);
    await until(() => answers.length === 1);
    answers.pop()!();
    await first;
    const sending = [upstream.http.send(REQUEST), upstream.http.send(REQUEST)];
    await until(() => answers.length === 1);
    // Long enough for another one to come after it.
    await sleep(50);
    expect(heads).toBe(1);
    answers[0]!();
    await until(() => answers.length === 2);
    answers[1]!();
    await Promise.all(sending);
  });

  it('sends the key with every request', async () => {
    let head = '';
    await upstream.serve(
      (socket, text) => {
        head = text;
        socket.write(OK);
      },
      1,
      'a-key',
    );
    await upstream.http.send(REQUEST);
    expect(head.toLowerCase()).toContain('\r\nauthorization: bearer a-key\r\n');
  });

  it('opens new connections when it is to, and lets what is under way end', async () => {
    const waiting: (() => void)[] = [];
    await upstream.serve((socket) => {
      waiting.push(() => socket.write(OK));
    });
    const first = upstream.http.send(REQUEST);
    await until(() => waiting.length === 1);
    upstream.http.renew();
    const second = upstream.http.send(REQUEST);
    await until(() => waiting.length === 2);
    expect(upstream.sockets.size).toBe(2);
    for (const answer of waiting) answer();
    await Promise.all([first, second]);
    // And the old one is left.
    await until(
      () => [...upstream.sockets].filter((socket) => !socket.destroyed && !socket.readableEnded).length === 1,
    );
  });

  it('ends when the signal is aborted, with its reason', async () => {
    await upstream.answering('');
    const controller = new AbortController();
    const sending = upstream.http.send({ ...REQUEST, signal: controller.signal });
    const gone = new Error('gone');
    controller.abort(gone);
    await expect(sending).rejects.toBe(gone);
    await expect(upstream.http.send({ ...REQUEST, signal: controller.signal })).rejects.toBe(gone);
  });
});
