import { describe, expect, it } from '@jest/globals';
import { parseInferenceUrl } from '../config/inference-url.js';
import { toProblemOf, UpstreamFault, type FaultKind } from './upstream-fault.js';

const TARGET = parseInferenceUrl('http://other:8000/v2/models/m')!;

describe('toProblemOf', () => {
  it.each<[FaultKind, number | undefined, string | undefined]>([
    ['busy', 2000, '2'],
    ['busy', 0, '1'],
    ['busy', undefined, undefined],
    ['open', 1200, '2'],
    ['open', 0, '1'],
    // What it says with other statuses is not known to be about load.
    ['failed', 2000, undefined],
  ])('of %s, for which %s ms are to be waited, asks for %s s', (kind, retryAfterMs, seconds) => {
    const problem = toProblemOf(TARGET, new UpstreamFault(kind, 'received none', { retryAfterMs }));
    expect(problem.headers['Retry-After']).toBe(seconds);
    expect(problem.status).toBe(502);
  });

  it('says of a certificate that is not trusted what to do', () => {
    const { message } = toProblemOf(TARGET, new UpstreamFault('untrusted', 'but there is no TLS connection'));
    expect(message).toContain('NODE_EXTRA_CA_CERTS');
  });
});
