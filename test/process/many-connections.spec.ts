import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openFilesLimit } from '../../src/config/most-connections.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { openIdle, resetAll } from '../support/connections.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { until } from '../support/until.js';

/** 10,000, or as many as this process, which holds their other ends, may have files. */
const MANY = Math.min(10_000, openFilesLimit() - 200);
/** Enough to load the server, and no more. */
const FEW_FILES = 600;

describe('idle connections', () => {
  let server: ServerProcess;
  let sockets: Socket[] = [];
  afterEach(() => {
    resetAll(sockets);
    stop(server);
  });

  const portOf = ({ url }: ServerProcess) => Number(new URL(url).port);
  const predict = async () => {
    const response = await fetch(`${server.url}/predict`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Connection: 'close' },
      body: JSON.stringify({ image_base64: EXAMPLE_PICTURE }),
    });
    await response.arrayBuffer();
    return response.status;
  };

  it(`do not keep another client from being served: ${MANY} of them`, async () => {
    server = await startServer({ WORKERS: '1', LOG_LEVEL: 'info' });
    sockets = await openIdle(portOf(server), MANY);
    for (let i = 0; i < 5; i++) expect(await predict()).toBe(200);
    expect(sockets.filter(({ destroyed, readable }) => destroyed || !readable)).toHaveLength(0);
  }, 60_000);

  it('make room, the one first that has been idle for longest, where there are MAX_CONNECTIONS', async () => {
    server = await startServer({ WORKERS: '1', MAX_CONNECTIONS: '50' });
    sockets = await openIdle(portOf(server), 120, 1);
    expect(await predict()).toBe(200);
    await until(() => sockets.filter(({ readable }) => !readable).length === 71);
    expect(sockets.slice(0, 71).every(({ readable }) => !readable)).toBe(true);
    expect(server.output().match(/More than 50 connections \(MAX_CONNECTIONS\)/g)).toHaveLength(1);
  }, 30_000);

  it(`leave the server files enough for a new worker: 1000 of them, with ulimit -n ${FEW_FILES}`, async () => {
    server = await startServer({ WORKERS: '1' }, [
      'sh',
      '-c',
      `ulimit -n ${FEW_FILES} && exec "${process.execPath}" dist/main.js`,
    ]);
    sockets = await openIdle(portOf(server), 1000);
    const ready = () => [...server.output().matchAll(/Worker (\d+) ready/g)].map(([, pid]) => Number(pid));
    const [worker] = ready();
    process.kill(worker!, 'SIGKILL');
    await until(() => ready().length === 2);
    expect(await predict()).toBe(200);
  }, 60_000);
});

describe('connections that are all busy', () => {
  let server: ServerProcess;
  let sockets: Socket[] = [];
  afterEach(() => {
    resetAll(sockets);
    stop(server);
  });

  it('are left alone; another client is told with 503, and served when one of them ends', async () => {
    server = await startServer({ WORKERS: '1', MAX_CONNECTIONS: '20' });
    sockets = await openIdle(Number(new URL(server.url).port), 20);
    for (const socket of sockets) {
      socket.write(
        'POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n',
      );
    }
    // Each is told to go on, so each is busy.
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('data', resolve))));

    const refused = await fetch(`${server.url}/model`, { headers: { Connection: 'close' } });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ code: 'too_many_connections' });
    expect(sockets.every(({ readable }) => readable)).toBe(true);

    sockets[0]!.resetAndDestroy();
    let status = 503;
    while (status === 503) {
      const response = await fetch(`${server.url}/model`, { headers: { Connection: 'close' } });
      await response.arrayBuffer();
      status = response.status;
    }
    expect(status).toBe(200);
  }, 30_000);
});
