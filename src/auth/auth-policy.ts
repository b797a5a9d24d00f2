import { BlockList, isIP } from 'node:net';
import type { AppConfig } from '../config/app-config.js';
import { ConfigError } from '../config/config-error.js';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether only this machine reaches what listens on a host. */
export function isLoopback(host: string): boolean {
  const version = isIP(host);
  if (version === 0) return host.toLowerCase() === 'localhost';
  return LOOPBACK.check(host, version === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Whether requests need a key. Only what nobody else can reach is open without being asked to be.
 * @param hasKeys whether API_KEYS or API_KEYS_FILE is set
 * @throws ConfigError where the settings contradict each other, or would open the server to others by oversight
 */
export function requiresKeys({ AUTH, HOST, DOCS }: AppConfig, hasKeys: boolean): boolean {
  if (AUTH === 'off' && hasKeys) {
    throw new ConfigError([
      'AUTH: expected auto or keys where API_KEYS or API_KEYS_FILE is set, received "off", which would ignore them; unset one or the other',
    ]);
  }
  if (AUTH === 'keys' && !hasKeys) {
    throw new ConfigError(['AUTH: expected API_KEYS or API_KEYS_FILE beside "keys", received neither']);
  }
  if (AUTH === 'auto' && !hasKeys && !isLoopback(HOST)) {
    throw new ConfigError([
      `HOST: expected API keys for an address that others can reach, received "${HOST}" and no keys. Do one of these: ` +
        'set API_KEYS or API_KEYS_FILE to what `tetrapod keys new` prints; ' +
        'set AUTH=off, if everybody who reaches the server may use it; ' +
        'set HOST=127.0.0.1, if only this machine shall',
    ]);
  }
  if (DOCS === 'keys' && !hasKeys) {
    throw new ConfigError(['DOCS: expected API_KEYS or API_KEYS_FILE beside "keys", received neither']);
  }
  return hasKeys;
}
