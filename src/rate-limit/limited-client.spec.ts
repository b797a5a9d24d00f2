import type { Request, Response } from 'express';
import { describe, expect, it } from '@jest/globals';
import { limitedClient } from './limited-client.js';

const clientOf = (ip: string | undefined, keyName?: string) =>
  limitedClient(
    { ip, socket: { remoteAddress: '10.0.0.9' } } as unknown as Request,
    { locals: { record: { keyName } } } as unknown as Response,
  );

describe('limitedClient', () => {
  it('is the key, from whatever address it is used', () => {
    expect(clientOf('192.0.2.1', 'frontend')).toEqual({ kind: 'key', id: 'frontend' });
  });

  it.each([
    { ip: '192.0.2.1', id: '192.0.2.1' },
    { ip: '::ffff:192.0.2.1', id: '192.0.2.1' },
    { ip: '2001:db8:1:2:3:4:5:6', id: '2001:db8:1:2::/64' },
    { ip: '2001:DB8:1:2::ffff', id: '2001:db8:1:2::/64' },
    { ip: '2001:db8:1:3::ffff', id: '2001:db8:1:3::/64' },
  ])('is $id for the address $ip', ({ ip, id }) => {
    expect(clientOf(ip)).toEqual({ kind: 'address', id });
  });

  it.each(['x'.repeat(10_000), 'unknown', undefined])(
    'is the address of the proxy where it passed on %p',
    (ip) => {
      expect(clientOf(ip)).toEqual({ kind: 'address', id: '10.0.0.9' });
    },
  );
});
