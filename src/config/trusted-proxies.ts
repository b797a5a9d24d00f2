import { isIP } from 'node:net';

/** Whether this is a text for TRUST_PROXY: `true`, `false`, a number of proxies, or a list of addresses and subnets. */
export function isTrustedProxies(text: string): boolean {
  if (/^(true|false|\d{1,3})$/.test(text)) return true;
  return text.split(',').every((entry) => {
    if (['loopback', 'linklocal', 'uniquelocal'].includes(entry.trim())) return true;
    const [address = '', prefix = '0', ...rest] = entry.trim().split('/');
    const largestPrefix = { 0: -1, 4: 32, 6: 128 }[isIP(address)]!;
    return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= largestPrefix;
  });
}

/** @returns what Express takes as `trust proxy` */
export function parseTrustedProxies(text: string): boolean | number | string {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
}
