import { ExpressAdapter } from '@nestjs/platform-express';
import type { AppConfig } from '../config/app-config.js';
import { mostConnections } from '../config/most-connections.js';
import { Connections } from './connections.js';
import { createHttpServer } from './http-server.js';

/** Nest on Express, on a server with limits of our own: some can only be given when it is made. */
export class ServerAdapter extends ExpressAdapter {
  readonly connections: Connections;

  constructor(private readonly config: AppConfig) {
    super();
    this.connections = new Connections(mostConnections(config), config.SEND_TIMEOUT_MS);
  }

  override initHttpServer(): void {
    this.httpServer = createHttpServer(this.config, this.connections, this.getInstance());
  }
}
