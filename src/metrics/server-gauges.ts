import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Counter, Gauge } from 'prom-client';
import { AppConfig } from '../config/app-config.js';
import { Readiness } from '../health/readiness.js';
import { BodyReceiver } from '../http/body-receiver.js';
import { DrainService } from '../shutdown/drain.service.js';
import { WorkerPool } from '../workers/worker-pool.js';
import { connectionsOf } from './connections-of.js';
import { MetricsRegistry } from './metrics-registry.js';
import { residentMemory } from './resident-memory.js';

/** What can be read at any time, and is when somebody asks for the metrics. */
@Injectable()
export class ServerGauges {
  constructor(
    private readonly registry: MetricsRegistry,
    config: AppConfig,
    workers: WorkerPool,
    bodies: BodyReceiver,
    readiness: Readiness,
    drain: DrainService,
    host: HttpAdapterHost,
  ) {
    this.gauge('tetrapod_queue_length', 'Pictures that wait for a worker', () => workers.queueLength);
    this.gauge('tetrapod_queue_limit', 'How many may wait (QUEUE_MAX)', () => config.QUEUE_MAX);
    this.gauge('tetrapod_jobs_in_flight', 'Pictures that workers have', () => workers.jobs);
    this.bodyGauge('tetrapod_body_bytes', 'Bytes that request bodies hold', bodies, 'held');
    this.bodyGauge(
      'tetrapod_body_bytes_limit',
      'How many bytes they may hold (MAX_INFLIGHT_BYTES)',
      bodies,
      'size',
    );
    this.gauge('tetrapod_connections', 'Open connections', () => connectionsOf(host)?.count);
    this.gauge(
      'tetrapod_connections_limit',
      'How many may be open (MAX_CONNECTIONS)',
      () => connectionsOf(host)?.most,
    );
    this.gauge('tetrapod_workers', 'Workers that can take pictures', () => workers.condition.live);
    this.gauge('tetrapod_workers_wanted', 'Workers that there should be', () => workers.condition.wanted);
    new Counter({
      name: 'tetrapod_worker_ends_total',
      help: 'Workers that ended and were still wanted; each is replaced',
      labelNames: ['reason'],
      registers: [registry.own],
      collect() {
        this.reset();
        for (const [reason, count] of Object.entries(workers.ends)) this.inc({ reason }, count);
      },
    });
    this.gauge(
      'tetrapod_worker_resident_memory_bytes',
      'Memory in RAM of all workers together; what they share is counted once for each',
      () => residentMemory(workers.processIds),
    );
    this.gauge('tetrapod_ready', 'Whether the server takes requests, as GET /health/ready says', () =>
      Number(readiness.checks.every(({ isUp }) => isUp)),
    );
    this.gauge('tetrapod_draining', 'Whether the server is shutting down', () => Number(drain.isDraining));
  }

  /** @param read gives undefined where nobody knows; there is no sample then */
  private gauge(
    name: string,
    help: string,
    read: () => number | undefined | Promise<number | undefined>,
  ): void {
    new Gauge({
      name,
      help,
      registers: [this.registry.own],
      async collect() {
        const value = await read();
        if (value === undefined) this.remove({});
        else this.set(value);
      },
    });
  }

  private bodyGauge(name: string, help: string, bodies: BodyReceiver, figure: 'held' | 'size'): void {
    new Gauge({
      name,
      help,
      labelNames: ['budget'],
      registers: [this.registry.own],
      collect() {
        for (const [budget, room] of Object.entries(bodies.room)) this.set({ budget }, room[figure]);
      },
    });
  }
}
