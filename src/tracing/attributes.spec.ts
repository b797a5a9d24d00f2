import { describe, expect, it } from '@jest/globals';
import { RequestRecord } from '../http/request-record.js';
import { requestAttributes, requestName } from './attributes.js';

function record(method: string, more: Partial<RequestRecord> = {}): RequestRecord {
  return Object.assign(new RequestRecord('7', method, `/${'x'.repeat(1000)}`, '192.0.2.1'), more);
}

describe('what the span of a request is called and says', () => {
  it('is the method and the route, and never the path', () => {
    expect(requestName(record('GET', { route: '/model' }))).toBe('GET /model');
    expect(requestName(record('GET'))).toBe('GET');
  });

  it('has no method that nobody knows in its name', () => {
    expect(requestName(record('PROPFIND'))).toBe('HTTP');
    expect(requestAttributes(record('PROPFIND'))).toMatchObject({
      'http.request.method': '_OTHER',
      'http.request.method_original': 'PROPFIND',
    });
  });

  it.each([
    [{ status: 200 }, undefined],
    [{ status: 400, code: 'malformed_json' }, undefined],
    [{ status: 503, code: 'overloaded' }, 'overloaded'],
    [{ status: 500 }, '500'],
    [{ status: undefined }, 'aborted'],
  ] as const)('is an error where the server or the line failed: %j', (more, type) => {
    expect(requestAttributes(record('POST', more))['error.type']).toBe(type);
  });

  it('has no longer path than is of use, no address and nothing that is undefined', () => {
    const attributes = requestAttributes(record('GET'));
    expect(attributes['url.path']).toHaveLength(256);
    expect(JSON.stringify(attributes)).not.toContain('192.0.2.1');
    expect(Object.values(attributes)).not.toContain(undefined);
  });
});
