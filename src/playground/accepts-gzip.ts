/**
 * Whether a client takes gzip, by its Accept-Encoding (RFC 9110, 12.5.3). Most name it; one that names nothing gets the bytes as
 * they are, though it might be sent anything.
 */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  let rest = 0;
  for (const entry of (acceptEncoding ?? '').toLowerCase().split(',')) {
    const [coding, ...parameters] = entry.split(';').map((part) => part.trim());
    const weight = weightIn(parameters);
    if (coding === 'gzip' || coding === 'x-gzip') return weight > 0;
    if (coding === '*') rest = weight;
  }
  return rest > 0;
}

/** 1 where there is none, 0 where it is no number. */
function weightIn(parameters: readonly string[]): number {
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return weight === undefined ? 1 : Number(weight.slice(2)) || 0;
}
