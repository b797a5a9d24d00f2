/** What a server's GET /metrics says of the requests for classifications that it has answered since its start. */
export interface RequestCounts {
  requests: number;
  /** Those answered with 5xx. */
  failed: number;
  /** When the process started, in seconds since 1970. A restart begins all counts anew. */
  startedAt: number;
}

const SAMPLE = /^tetrapod_http_requests_total\{(.*)\} (\S+)/gm;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;
const STARTED = /^process_start_time_seconds (\S+)/m;

/**
 * Reads the counts out of Prometheus' text format. Only POST to a route that exists counts: probes, scrapes and
 * strangers who try addresses would make a failing server look better.
 *
 * @returns undefined where the text is not that of a Tetrapod
 */
export function readRequestCounts(text: string): RequestCounts | undefined {
  const started = STARTED.exec(text);
  if (!started || !text.includes('tetrapod_http_requests_total')) return undefined;
  const counts = { requests: 0, failed: 0, startedAt: Number(started[1]) };
  for (const [, labels = '', value] of text.matchAll(SAMPLE)) {
    const { method, route, status } = Object.fromEntries(
      [...labels.matchAll(LABEL)].map(([, name, content]) => [name!, content!]),
    );
    if (method !== 'POST' || route === 'unmatched') continue;
    counts.requests += Number(value);
    if (status?.startsWith('5')) counts.failed += Number(value);
  }
  return counts;
}
