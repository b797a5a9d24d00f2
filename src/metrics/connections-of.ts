import type { HttpAdapterHost } from '@nestjs/core';
import type { Connections } from '../http/connections.js';
import { ServerAdapter } from '../http/server-adapter.js';

/** @returns undefined for an application that listens in another way, as some tests do */
export function connectionsOf({ httpAdapter }: HttpAdapterHost): Connections | undefined {
  return httpAdapter instanceof ServerAdapter ? httpAdapter.connections : undefined;
}
