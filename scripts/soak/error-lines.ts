/**
 * The lines of a server's log (JSON) that tell of an error, but for those about a worker that ended and the picture that
 * it had: workers are counted by their processes, and pictures by their answers. What is no JSON, such as a warning of
 * Node's own, counts as an error too.
 */
export function errorLinesOf(log: string): string[] {
  return log.split('\n').filter((line) => line !== '' && !isExpected(line));
}

function isExpected(line: string): boolean {
  try {
    const { level, msg, err } = Object(JSON.parse(line)) as { level?: unknown; msg?: unknown; err?: unknown };
    if (level !== 'error' || (typeof msg === 'string' && /^Worker \d+ ended [(]/.test(msg))) return true;
    return (Object(err) as { code?: unknown }).code === 'worker_crashed';
  } catch {
    return false;
  }
}
