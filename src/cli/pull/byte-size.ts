const UNITS: Record<string, number> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** Bytes of `500MB`, `1.5 GiB` or `1000`; undefined for anything else, zero included. */
export function parseByteSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?i?b?)$/i.exec(text.trim());
  const unit = UNITS[match?.[2]?.toLowerCase() ?? '?'] ?? UNITS[`${match?.[2]?.toLowerCase() ?? '?'}b`];
  if (match === null || unit === undefined) return undefined;
  const bytes = Math.floor(Number(match[1]) * unit);
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** `1.2 GB`: decimal units, as disks and the Hub count. */
export function showBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const step = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** step).toFixed(1)} ${['B', 'kB', 'MB', 'GB', 'TB'][step]!}`;
}
