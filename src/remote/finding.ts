import { UpstreamMismatch } from './upstream-contract.js';
import { UpstreamFault } from './upstream-fault.js';

const LET_IN = 'to be let in (INFERENCE_API_KEY)';
const TRUSTED = 'a TLS connection with a certificate that is trusted (NODE_EXTRA_CA_CERTS adds authorities)';

/**
 * - `unknown`: it has not answered since the start
 * - `ready`
 * - `unreachable`: it does not answer
 * - `not_ready`: it answers that it, or its model, is not ready
 * - `unfit`: its model is not the one that is served here, it does not let us in, or its answers cannot be read
 */
export type UpstreamState = 'unknown' | 'ready' | 'unreachable' | 'not_ready' | 'unfit';

/** What the watch has found last. */
export interface Finding {
  readonly state: UpstreamState;
  readonly expected?: string;
  readonly received?: string;
}

/** What a look that failed says of the upstream. */
export function findingOf(error: unknown): Finding {
  if (error instanceof UpstreamMismatch) {
    return { state: 'unfit', expected: error.expected, received: error.received };
  }
  const { message } = error as Error;
  const status = error instanceof UpstreamFault ? error.status : undefined;
  const received = message.replace(/^received |^but /, '');
  if (isKeyWanted(status)) return { state: 'unfit', expected: LET_IN, received };
  if (status !== undefined) return { state: 'not_ready', expected: 'the status 200', received };
  const kind = error instanceof UpstreamFault ? error.kind : undefined;
  // Over and over again: it is no server of the protocol, or something between here and there changes its answers.
  if (kind === 'wrong') return { state: 'unfit', expected: 'a plain answer in HTTP/1.1', received };
  if (kind === 'untrusted') return { state: 'unreachable', expected: TRUSTED, received };
  return { state: 'unreachable', expected: 'an answer', received };
}

function isKeyWanted(status: number | undefined): boolean {
  return status === 401 || status === 403;
}

/** It refuses every inference, though it is ready. */
export function shutOut({ status, message }: UpstreamFault, request: string): UpstreamMismatch {
  const expected = isKeyWanted(status) ? LET_IN : 'inferences to be answered';
  return new UpstreamMismatch(expected, `${message.replace(/^received /, '')} to ${request}`);
}

/** Nothing came, neither an answer nor that there will be none. */
export function isSilent(error: unknown): boolean {
  return error instanceof UpstreamFault && error.kind === 'timeout';
}

/** Nobody listens there, or nobody who is to be trusted. */
export function isCertain(error: unknown): boolean {
  if (!(error instanceof UpstreamFault)) return false;
  const { code } = Object(error.cause) as NodeJS.ErrnoException;
  return error.kind === 'untrusted' || code === 'ECONNREFUSED';
}
