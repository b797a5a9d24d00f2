import { ExpressAdapter } from '@nestjs/platform-express';
import type { AppConfig } from '../config/app-config.js';
import { createHttpServer } from './http-server.js';

/** Nest on Express, on a server with limits of our own: some can only be given when it is made. */
export class ServerAdapter extends ExpressAdapter {
  constructor(private readonly config: AppConfig) {
    super();
  }

  override initHttpServer(): void {
    this.httpServer = createHttpServer(this.config, this.getInstance());
  }
}
