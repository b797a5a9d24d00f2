import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { KeyStore } from '../auth/key-store.js';
import type { ErrorCode } from '../errors.js';
import { RequestObservers, type RequestObserver } from '../http/request-observers.js';
import type { RequestRecord } from '../http/request-record.js';
import { BoundedNames, OTHER } from './bounded-names.js';
import { DURATION_BUCKETS } from './buckets.js';
import { connectionsOf } from './connections-of.js';
import { MetricsRegistry } from './metrics-registry.js';
import { REFUSING_CODES } from './refusing-codes.js';

/** The methods that stand for themselves; a client may send any. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);
/** No list of keys has more, but it may be replaced again and again. */
const MOST_KEY_NAMES = 1000;
/** Of whatever came before there was a route. */
const UNMATCHED = 'unmatched';

/** Counts every answer and every refusal, exactly once. */
@Injectable()
export class RequestMetrics implements RequestObserver, OnModuleInit, OnApplicationBootstrap {
  private readonly requests: Counter<'method' | 'route' | 'status' | 'code'>;
  private readonly durations: Histogram<'route' | 'status'>;
  private readonly inFlight: Gauge;
  private readonly rejections: Counter<'reason'>;
  private readonly byKey: Counter<'key'> | undefined;
  private readonly keyNames = new BoundedNames(MOST_KEY_NAMES);

  constructor(
    { own }: MetricsRegistry,
    keys: KeyStore,
    private readonly observers: RequestObservers,
    private readonly host: HttpAdapterHost,
  ) {
    const registers = [own];
    this.requests = new Counter({
      name: 'tetrapod_http_requests_total',
      help: 'Requests that were answered, or given up by their clients (status="aborted")',
      labelNames: ['method', 'route', 'status', 'code'],
      registers,
    });
    this.durations = new Histogram({
      name: 'tetrapod_http_request_duration_seconds',
      help: 'From when the head of a request was read until its answer was sent',
      labelNames: ['route', 'status'],
      buckets: DURATION_BUCKETS,
      registers,
    });
    this.inFlight = new Gauge({
      name: 'tetrapod_requests_in_flight',
      help: 'Requests that are not answered yet',
      registers,
    });
    this.rejections = new Counter({
      name: 'tetrapod_rejections_total',
      help: 'Requests that were refused, by the code of the problem',
      labelNames: ['reason'],
      registers,
    });
    for (const reason of REFUSING_CODES) this.rejections.inc({ reason }, 0);
    if (keys.isRequired) this.byKey = countByKey(own, keys, this.keyNames);
  }

  onModuleInit(): void {
    this.observers.add(this);
  }

  /** Some answers are written to connections whose requests never were any, or were not read to their ends. */
  onApplicationBootstrap(): void {
    connectionsOf(this.host)?.onRefusal(({ code, status }) => {
      this.requests.inc({ method: OTHER, route: UNMATCHED, status: String(status), code });
      this.countRejection(code);
    });
  }

  began(): void {
    this.inFlight.inc();
  }

  ended(record: RequestRecord): void {
    this.inFlight.dec();
    const { method, route = UNMATCHED, startedAt, endedAt = startedAt, keyName } = record;
    const status = record.status === undefined ? 'aborted' : String(record.status);
    // What would have been answered, nobody was told.
    const code = record.status === undefined ? undefined : record.code;
    this.requests.inc({
      method: METHODS.has(method) ? method : OTHER,
      route,
      status,
      code: code ?? 'none',
    });
    this.durations.observe({ route, status }, (endedAt - startedAt) / 1000);
    if (keyName !== undefined) this.byKey?.inc({ key: this.keyNames.of(keyName) });
    if (code !== undefined) this.countRejection(code);
  }

  private countRejection(code: ErrorCode): void {
    if (REFUSING_CODES.has(code)) this.rejections.inc({ reason: code });
  }
}

/** Begins at zero for every key that there is, so that the first request of each is a rise and not a beginning. */
function countByKey(registry: Registry, keys: KeyStore, names: BoundedNames): Counter<'key'> {
  return new Counter({
    name: 'tetrapod_requests_by_key_total',
    help: 'Requests that came with an API key that is known, by its name',
    labelNames: ['key'],
    registers: [registry],
    collect() {
      for (const name of keys.names) this.inc({ key: names.of(name) }, 0);
    },
  });
}
