import { describe, expect, it } from '@jest/globals';
import { remediesIn } from './remedies.js';

const SECTION = `# Errors

### \`image_empty\`

Status: 422

When: there is nothing.

What to do: check [the file](x.md), and
\`GET /docs\` for more.

More.
`;

describe('remediesIn', () => {
  it('takes the remedy of each code, in plain text', () => {
    expect(remediesIn(SECTION)).toEqual([['image_empty', 'Check the file, and GET /docs for more.']]);
  });

  it('refuses a section without one', () => {
    expect(() => remediesIn(SECTION.replace('What to do', 'Then'))).toThrow('below ### `image_empty`');
  });
});
