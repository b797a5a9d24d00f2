import { createRequire } from 'node:module';
import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import type { AppConfig } from '../config/app-config.js';
import { batchedStdout } from './batched-stdout.js';

const require = createRequire(import.meta.url);

/** Nest's account of its own assembly, of use to its developers only. */
const CHATTY_CONTEXTS = new Set([
  'ExceptionHandler',
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
]);

/** The one context whose lines come with every request; they are written together. */
const MASSES = 'Request';

/** Structured logs on standard output: a JSON object a line, or readable lines on a terminal. */
export class PinoLogger implements LoggerService {
  private readonly pino: Pino;
  /** Writes what was held back; does nothing where lines are written one by one. */
  private readonly flush: () => void;

  constructor({ LOG_LEVEL, LOG_FORMAT }: AppConfig) {
    const isPretty = LOG_FORMAT === 'pretty' || (LOG_FORMAT === 'auto' && process.stdout.isTTY);
    const options = {
      level: LOG_LEVEL,
      base: { service: 'tetrapod' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level: string) => ({ level }) },
    };
    if (isPretty) {
      this.pino = pino(options, prettyStdout());
      this.flush = () => undefined;
    } else {
      const stdout = batchedStdout();
      this.pino = pino(options, stdout);
      this.flush = () => {
        stdout.flushSync();
      };
    }
  }

  log(message: unknown, context?: string): void {
    if (context !== undefined && CHATTY_CONTEXTS.has(context)) this.debug(message, context);
    else this.pino.info(...toLine(message, context));
    if (context !== MASSES) this.flush();
  }

  debug(message: unknown, context?: string): void {
    this.pino.debug(...toLine(message, context));
    if (context !== MASSES) this.flush();
  }

  verbose(message: unknown, context?: string): void {
    this.debug(message, context);
  }

  warn(message: unknown, context?: string): void {
    this.pino.warn(...toLine(message, context));
    this.flush();
  }

  /** Nest's own callers pass a stack before the context. */
  error(message: unknown, ...rest: unknown[]): void {
    const [stack, context] = (rest.length > 1 ? rest : [undefined, rest[0]]) as (string | undefined)[];
    if (context !== undefined && CHATTY_CONTEXTS.has(context)) {
      // It is thrown as well, and explained where the start fails.
      this.debug(message, context);
      return;
    }
    const [fields, text] = toLine(message, context);
    this.pino.error(stack === undefined ? fields : { ...fields, stack }, text);
    this.flush();
  }

  fatal(message: unknown, context?: string): void {
    this.pino.fatal(...toLine(message, context));
    this.flush();
  }
}

/** Not loaded where nobody reads along. */
function prettyStdout(): DestinationStream {
  const pretty = require('pino-pretty') as typeof import('pino-pretty');
  return pretty({ sync: true, ignore: 'pid,hostname,service', translateTime: 'HH:MM:ss.l' });
}

function toLine(message: unknown, context: string | undefined): [fields: object, text: string | undefined] {
  if (message instanceof Error) return [{ context, err: message }, message.message];
  if (typeof message === 'object' && message !== null) return [{ context, ...message }, undefined];
  return [{ context }, String(message)];
}
