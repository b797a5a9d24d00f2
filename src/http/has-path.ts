import type { IncomingMessage } from 'node:http';

/** Node's parser lets any scheme and nearly any host through. Who is named before the host is an error (RFC 9110, 4.2.4). */
const WEB_URL = /^https?:\/\/([\w.~-]+|\[[\da-f:.]+\])(:\d*)?([/?]|$)/i;

/** Whether a path can be read from the target of a request (RFC 9112, 3.2): it is one, or a URL, or `*`. */
export function hasPath({ url = '' }: Pick<IncomingMessage, 'url'>): boolean {
  if (url.startsWith('/') || url === '*') return true;
  return WEB_URL.test(url) && URL.canParse(url);
}
