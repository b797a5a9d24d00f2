import { describe, expect, it } from '@jest/globals';
import { keepSecret, redact } from './secrets.js';
import { showForeign } from './show-foreign.js';

const KEY = 'a-key-"that\\nobody-is-to-see';

describe('showForeign', () => {
  it('shows a value in 80 printable characters at most', () => {
    expect(showForeign({ a: 'ü\n' })).toBe('{"a":"?\\n"}');
    expect(showForeign('x'.repeat(100))).toBe(`"${'x'.repeat(79)}...`);
  });

  it('shows no secret, and no part of one where the text is cut', () => {
    keepSecret(KEY);
    keepSecret('');
    expect(redact(`Bearer ${KEY}, ${KEY}`)).toBe('Bearer ***, ***');
    expect(showForeign({ echoed: KEY })).toBe('{"echoed":"***"}');
    expect(showForeign(`${'x'.repeat(70)}${KEY}`)).toBe(`"${'x'.repeat(70)}***"`);
  });
});
