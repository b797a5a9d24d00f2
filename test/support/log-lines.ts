import type { ServerProcess } from './server-process.js';

/** A line of the log, as far as tests ask for it. */
export interface LogLine {
  level: string;
  context: string;
  msg: string;
  request_id?: string;
  trace_id?: string;
  span_id?: string;
  [field: string]: unknown;
}

/** What a server has logged so far; a line that is not whole yet is left out. */
export function logLines({ output }: Pick<ServerProcess, 'output'>): LogLine[] {
  return output()
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
}

/** The lines of one request. */
export function linesOf(server: Pick<ServerProcess, 'output'>, requestId: string): LogLine[] {
  return logLines(server).filter(({ request_id }) => request_id === requestId);
}
