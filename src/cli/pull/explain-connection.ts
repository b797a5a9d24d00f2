import { isNoTls, isUntrusted } from '../no-answer.js';
import { PullError } from './pull-error.js';
import { TransientError } from './retry.js';

/** What a wrong address looks like; whoever reads it can tell it from a network that comes back. */
const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
  ENOTFOUND: 'no host of that name is known here',
  EAI_AGAIN: 'no name server answers',
  ECONNRESET: 'the connection broke off',
  ETIMEDOUT: 'it does not answer in time',
};

/** Those of them that tell that there was no connection. */
const UNCONNECTED = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
]);

/**
 * Why a connection failed, as one line with what to do.
 * @param isNew whether the host has not answered yet in this pull
 * @returns a `TransientError`, after which it may be tried again, or a `PullError`
 */
export function explainConnection(error: unknown, url: URL, isNew = false): Error {
  if (error instanceof TransientError || error instanceof PullError) return error;
  const { code = 'unknown', message } = Object(error) as NodeJS.ErrnoException;
  if (isNoTls(code)) {
    return new PullError(
      `${url.host}: expected https, received something else (${code}); check the address and its port`,
      { cause: error },
    );
  }
  if (isUntrusted(code)) {
    return new PullError(
      `${url.host}: expected a certificate that is trusted here, received ${code}; for your own authority set NODE_EXTRA_CA_CERTS to its file`,
      { cause: error },
    );
  }
  return new TransientError(`no answer from ${url.host} (${code}): ${REASONS[code] ?? message}`, {
    cause: error,
    unreached: isNew && UNCONNECTED.has(code),
  });
}
