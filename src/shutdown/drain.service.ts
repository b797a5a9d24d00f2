import type { Server, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';

const SWEEP_MS = 50;

/**
 * Ends the server without losing a request:
 * 1. readiness turns 503 at once, so that load balancers look elsewhere; answers say `Connection: close`;
 * 2. for SHUTDOWN_DELAY_MS new connections are still served, because balancers need a moment to notice;
 * 3. no more connections are taken, and what is in flight is answered;
 * 4. after SHUTDOWN_GRACE_MS, the delay included, what is left is cut off.
 */
@Injectable()
export class DrainService {
  private readonly logger = new Logger(DrainService.name);
  private drained: Promise<void> | undefined;
  private readonly unanswered = new Set<ServerResponse>();

  constructor(private readonly config: AppConfig) {}

  get isDraining(): boolean {
    return this.drained !== undefined;
  }

  /** Sees to it that an answer which is sent during the drain says `Connection: close`. */
  track(response: ServerResponse): void {
    if (this.isDraining) response.setHeader('Connection', 'close');
    this.unanswered.add(response);
    response.once('close', () => this.unanswered.delete(response));
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
    this.logger.log(`Draining: not ready from now on, new connections for another ${delay} ms`);
    for (const response of this.unanswered)
      if (!response.headersSent) response.setHeader('Connection', 'close');
    await sleep(delay);
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    // Node closes the connections that are idle now, but not one that becomes idle later.
    const sweep = setInterval(() => {
      server.closeIdleConnections();
    }, SWEEP_MS);
    const left = Math.max(0, this.config.SHUTDOWN_GRACE_MS - (performance.now() - start));
    const timer = setTimeout(() => {
      this.logger.warn(
        `Cutting off what is still open after SHUTDOWN_GRACE_MS=${this.config.SHUTDOWN_GRACE_MS}`,
      );
      server.closeAllConnections();
    }, left);
    await closed;
    clearTimeout(timer);
    clearInterval(sweep);
    this.logger.log(`Drained in ${Math.round(performance.now() - start)} ms`);
  }
}
