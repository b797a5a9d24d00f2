import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { FakeUpstream } from '../support/fake-upstream.js';
import { untilReady } from './faults.js';
import { isWorthAServer, send, type Provocation } from './provocation.js';

/** A Redis that answers every command with an error. */
export function brokenRedis(): Provocation {
  const redis = createServer((socket) => {
    socket.on('error', () => undefined).on('data', () => socket.write('-ERR broken\r\n'));
  });
  return {
    settings: async () => {
      redis.listen(0, '127.0.0.1');
      await once(redis, 'listening');
      return {
        RATE_LIMIT: '100/10s',
        RATE_LIMIT_ON_REDIS_FAILURE: 'refuse',
        REDIS_URL: `redis://127.0.0.1:${(redis.address() as AddressInfo).port}`,
      };
    },
    prepare: () => Promise.resolve(() => Promise.resolve(void redis.close())),
    provoke: send,
  };
}

/** An upstream that is ready, and then treats every call in this way. */
export function badUpstream(misbehave: FakeUpstream['always']): Provocation {
  let upstream: FakeUpstream;
  return {
    isApart: true,
    isFor: isWorthAServer,
    settings: async () => {
      upstream = await FakeUpstream.start();
      upstream.metadata = { ...upstream.metadata, versions: ['1.0.0'] };
      upstream.always = misbehave;
      return { INFERENCE_URL: upstream.url, INFERENCE_TIMEOUT_MS: '300' };
    },
    prepare: async (app) => {
      await untilReady(app);
      return () => upstream.close();
    },
    provoke: send,
  };
}
