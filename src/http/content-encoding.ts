import type { IncomingHttpHeaders } from 'node:http';

/** Whether a body is told to be compressed, or encoded in another way (RFC 9110, 8.4); nothing here undoes that. */
export function isEncoded({ 'content-encoding': encoding }: IncomingHttpHeaders): boolean {
  return encoding !== undefined && encoding.toLowerCase() !== 'identity';
}
