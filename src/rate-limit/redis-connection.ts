import type { RedisClientType } from '@redis/client';
import type { Count } from './window-counter.js';

/** What a request waits for Redis at most. Beside a picture that is little, and a Redis that is well needs 1 ms. */
const ANSWER_MS = 250;
const CONNECT_MS = 1000;
const PING_MS = 1000;
/** A connection on which nothing moves for so long, pings included, is dead. */
const SILENCE_MS = 3000;
const MOST_RECONNECT_MS = 2000;

const PREFIX = 'tetrapod:rate:';

/**
 * One step for Redis, so that nothing comes between counting and dating. A window ends with its key; a key that has no
 * end, which only something else can have made, gets one.
 */
const HIT = `
local hits = redis.call('INCRBY', KEYS[1], ARGV[2])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return { hits, left }`;

/**
 * A connection that is made anew whenever it breaks, and on which nobody waits long: while there is none, or the server
 * behind it is silent, every request fails at once.
 */
export class RedisConnection {
  private client: RedisClientType | undefined;
  private digest = '';
  private hasClosed = false;
  /** Why there is no connection, or none that works. */
  lastError: Error | undefined;

  constructor(private readonly url: string) {}

  /** @returns when the first connection is made, however long that takes */
  async open(): Promise<void> {
    // Loaded by those alone who use it.
    const { createClient } = await import('@redis/client');
    if (this.hasClosed) return;
    const client = createClient({
      url: this.url,
      RESP: 2,
      disableOfflineQueue: true,
      disableClientInfo: true,
      maintNotifications: 'disabled',
      pingInterval: PING_MS,
      socket: {
        connectTimeout: CONNECT_MS,
        socketTimeout: SILENCE_MS,
        reconnectStrategy: (retries) =>
          Math.min(50 * 2 ** retries, MOST_RECONNECT_MS) * (0.5 + Math.random() / 2),
      },
    }) as unknown as RedisClientType;
    this.client = client;
    client.on('error', (error: Error) => {
      this.lastError = error;
    });
    client.on('ready', () => {
      this.lastError = undefined;
    });
    await client.connect();
  }

  close(): void {
    this.hasClosed = true;
    this.drop();
  }

  /**
   * Counts requests of a client.
   * @throws Error within ANSWER_MS
   */
  async hit(name: string, windowMs: number, times: number): Promise<Count> {
    const { client } = this;
    if (!client?.isReady) throw this.lastError ?? new Error('there is no connection');
    const [hits, msLeft] = await this.inTime(client, this.run(client, PREFIX + name, windowMs, times));
    return { hits, msLeft };
  }

  /** By the digest of the script, which Redis may have forgotten, or never seen. */
  private async run(
    client: RedisClientType,
    key: string,
    windowMs: number,
    times: number,
  ): Promise<[number, number]> {
    const keysAndArguments = { keys: [key], arguments: [String(windowMs), String(times)] };
    if (this.digest !== '') {
      try {
        return (await client.evalSha(this.digest, keysAndArguments)) as [number, number];
      } catch (error) {
        if (!(error as Error).message.startsWith('NOSCRIPT')) throw error;
      }
    }
    this.digest = await client.scriptLoad(HIT);
    return (await client.evalSha(this.digest, keysAndArguments)) as [number, number];
  }

  /** What has not been answered in time is given up together with its connection, behind which nobody may be. */
  private async inTime<T>(client: RedisClientType, answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no answer within ${ANSWER_MS} ms`));
        if (client === this.client && !this.hasClosed) this.replace();
      }, ANSWER_MS);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private replace(): void {
    this.drop();
    this.lastError = new Error(`it did not answer within ${ANSWER_MS} ms`);
    // It tries until it succeeds, or is closed and rejects; nobody waits for it.
    this.open().catch(() => undefined);
  }

  private drop(): void {
    const { client } = this;
    this.client = undefined;
    if (client?.isOpen) client.destroy();
  }
}
