import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RunningApp } from './app.js';

type Handler = (request: IncomingMessage, response: ServerResponse, ...rest: unknown[]) => void;

/** Puts a handler in the place of Express's own, which every request passes that the server lets through. */
export function replaceHandler({ app }: RunningApp, wrap: (original: Handler) => Handler): void {
  // Not part of Express's public types.
  const express = app.getHttpAdapter().getInstance() as unknown as { handle: Handler };
  express.handle = wrap(express.handle.bind(express));
}
