import { describe, expect, it } from '@jest/globals';
import { blocksIn, documents, nameOf } from './blocks.js';

const read = (...lines: string[]) => blocksIn(lines.join('\n'), 'a.md');

describe('the blocks of a document', () => {
  it('have a line, a language and the heading above them', () => {
    const blocks = read('# One', '```sh', 'ls', '', 'pwd', '```', '## Two #', '', '~~~', 'text', '~~~');
    expect(blocks).toEqual([
      { document: 'a.md', line: 2, heading: 'One', language: 'sh', text: 'ls\n\npwd\n' },
      { document: 'a.md', line: 9, heading: 'Two', language: '', text: 'text\n' },
    ]);
    expect(blocks.map(nameOf)).toEqual(['a.md:2 sh', 'a.md:9']);
  });

  it('lose the indentation of the list that they stand in, and keep their own', () => {
    const [block] = read('1. First:', '', '   ```yaml', '   a:', '     b: 1', '   ```');
    expect(block!.text).toBe('a:\n  b: 1\n');
  });

  it('may hold what looks like a heading, or a shorter fence', () => {
    const blocks = read('````md', '# No heading', '```', '````', '```sh', 'ls', '```');
    expect(blocks.map(({ text, heading }) => [text, heading])).toEqual([
      ['# No heading\n```\n', ''],
      ['ls\n', ''],
    ]);
  });

  it('take whatever stands behind the language for no part of it', () => {
    expect(read('```TS title="a"', '1', '```')[0]!.language).toBe('ts');
  });

  it('that never end are told with their line', () => {
    expect(() => read('', '```sh', 'ls')).toThrow('a.md:2 sh: expected ``` behind it');
  });

  it('are looked for in every document of the project', () => {
    const found = documents();
    for (const document of ['README.md', 'docs/api.md', 'clients/typescript/README.md'])
      expect(found).toContain(document);
    expect(found.filter((name) => name.includes('node_modules'))).toEqual([]);
  });
});
