import type { Server, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';

const SWEEP_MS = 50;
/** How long new requests may wait for the running ones, before the listener closes in any case. */
const MOST_GATE_MS = 1000;
/** How long idle connections, and then the listener, may wait for a moment in which nothing arrives. */
const MOST_CALM_MS = 1000;
/** What is left of SHUTDOWN_GRACE_MS at the cut-off, so that the process has ended when it is over; half of it at most. */
const END_MS = 1000;

/**
 * Ends the server without losing a request:
 * 1. readiness turns 503 at once, so that load balancers look elsewhere; answers say `Connection: close`;
 * 2. for SHUTDOWN_DELAY_MS new connections are still served, because balancers need a moment to notice;
 * 3. new requests wait until the running ones are answered, then no more connections are taken, and what is in
 *    flight is answered;
 * 4. a second before SHUTDOWN_GRACE_MS, the delay included, what is left is cut off, so that the process has
 *    ended by then.
 */
@Injectable()
export class DrainService {
  private readonly logger = new Logger(DrainService.name);
  private drained: Promise<void> | undefined;
  private readonly running = new Set<ServerResponse>();
  /** While there is one, new requests wait for it. */
  private gate: Promise<void> | undefined;
  /** Connections and requests that have come since the gate closed. */
  private arrivals = 0;

  constructor(private readonly config: AppConfig) {}

  get isDraining(): boolean {
    return this.drained !== undefined;
  }

  /** Lets a request on its way, at once or when the gate opens. */
  admit(response: ServerResponse, next: () => void): void {
    if (this.isDraining) response.setHeader('Connection', 'close');
    const proceed = () => {
      // Its client has gone meanwhile, and its close has been told already.
      if (response.destroyed) return;
      this.running.add(response);
      response.once('close', () => this.running.delete(response));
      next();
    };
    if (!this.gate) {
      proceed();
      return;
    }
    this.arrivals++;
    void this.gate.then(proceed);
  }

  /**
   * @param skipDelay for a person at a terminal, who has no load balancer
   * @returns when the last connection is closed; further calls change nothing and wait for the same
   */
  drain(server: Server, { skipDelay = false } = {}): Promise<void> {
    this.drained ??= this.run(server, skipDelay ? 0 : this.config.SHUTDOWN_DELAY_MS);
    return this.drained;
  }

  private async run(server: Server, delay: number): Promise<void> {
    const start = performance.now();
    const { SHUTDOWN_GRACE_MS } = this.config;
    const cutOffAt = start + Math.max(SHUTDOWN_GRACE_MS - END_MS, SHUTDOWN_GRACE_MS / 2);
    this.logger.log(`Draining: not ready from now on, new connections for another ${delay} ms`);
    // Of pipelined requests only the last one, as Node sends nothing behind an answer that closes.
    const lastOf = new Map([...this.running].map((response) => [response.req.socket, response]));
    for (const response of lastOf.values()) {
      if (!response.headersSent) response.setHeader('Connection', 'close');
    }
    await sleep(Math.min(delay, cutOffAt - start));
    const openGate = this.closeGate(server);
    await this.untilQuiet(cutOffAt);
    await this.untilCalm(cutOffAt);
    server.closeIdleConnections();
    await this.untilCalm(cutOffAt);
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    openGate();
    // Node closes the connections that are idle now, but not one that becomes idle later.
    const sweep = setInterval(() => {
      server.closeIdleConnections();
    }, SWEEP_MS);
    const timer = setTimeout(
      () => {
        this.logger.warn(
          `Cutting off what is still open, ${this.running.size} requests: SHUTDOWN_GRACE_MS=${SHUTDOWN_GRACE_MS} ends`,
        );
        server.closeAllConnections();
      },
      Math.max(0, cutOffAt - performance.now()),
    );
    await closed;
    clearTimeout(timer);
    clearInterval(sweep);
    this.logger.log(`Drained in ${Math.round(performance.now() - start)} ms`);
  }

  /**
   * Makes new requests wait. Closing a listening socket resets the connections that the kernel has taken and Node has
   * not; under load there are some at every moment, as every answer of a drain closes a connection and its client opens
   * another. While nobody is answered nobody connects, and nothing is reset.
   *
   * @returns what lets them proceed
   */
  private closeGate(server: Server): () => void {
    let open!: () => void;
    this.gate = new Promise((resolve) => {
      open = resolve;
    });
    server.on('connection', () => this.arrivals++);
    return () => {
      this.gate = undefined;
      open();
    };
  }

  /** Until the running requests are answered, within a bound, and Node has taken the connections that came last. */
  private async untilQuiet(cutOffAt: number): Promise<void> {
    const end = Math.min(cutOffAt, performance.now() + MOST_GATE_MS);
    while (this.running.size > 0 && performance.now() < end) await sleep(10);
    await sleep(SWEEP_MS);
  }

  /**
   * Until a turn of the event loop has brought nothing new, within a bound. Clients that do not wait for one another's
   * answers connect all the time, and a request that crosses with the end of its connection, or of the listener, is
   * lost: so both are closed right after Node has asked the kernel for more and there was none.
   */
  private async untilCalm(cutOffAt: number): Promise<void> {
    const end = Math.min(cutOffAt, performance.now() + MOST_CALM_MS);
    for (let before = -1; before !== this.arrivals && performance.now() < end;) {
      before = this.arrivals;
      await turn();
    }
  }
}
