import { describe, expect, it } from '@jest/globals';
import { adviceFor } from './no-answer.js';

describe('adviceFor', () => {
  it.each([
    { code: 'ECONNREFUSED', says: 'nothing listens there' },
    { code: 'ENOTFOUND', says: 'no host of that name' },
    { code: 'EPROTO', says: 'try http://' },
    { code: 'ERR_SSL_WRONG_VERSION_NUMBER', says: 'try http://' },
    { code: 'not_http', says: 'try https://' },
    { code: 'timeout', says: 'check the address and the network' },
    { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', says: 'NODE_EXTRA_CA_CERTS' },
    { code: 'EWHATEVER', says: 'as it came; check the address' },
  ])('of $code is "$says"', ({ code, says }) => {
    expect(adviceFor(code, 'as it came')).toContain(says);
  });
});
