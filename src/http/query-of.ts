import type { IncomingMessage } from 'node:http';

/** The fields of a request's query, repeated names and all; Express's own gives strings and arrays by turns. */
export function queryOf({ url = '' }: IncomingMessage): URLSearchParams {
  const [, query = ''] = /\?(.*)$/.exec(url) ?? [];
  return new URLSearchParams(query);
}

/** The path of a request's target, without its query. */
export function pathOf({ url = '' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
