import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../support/server-process.js';
import { readBlocks } from './blocks.js';

const programs = readBlocks('docs/api.md').filter(({ language }) =>
  ['sh', 'python', 'ts'].includes(language),
);

describe('docs/api.md', () => {
  it('shows every door with curl and Python', () => {
    const sections = [...new Set(programs.map(({ heading }) => heading))];
    expect(sections.length).toBeGreaterThanOrEqual(13);
    for (const section of sections) {
      const languages = programs.filter(({ heading }) => heading === section).map(({ language }) => language);
      expect([section, ...languages]).toEqual(expect.arrayContaining([section, 'sh', 'python']));
    }
  });

  it('shows all that the client has with TypeScript', () => {
    const source = readFileSync(join(ROOT, 'clients/typescript/src/tetrapod.ts'), 'utf8');
    const calls = [...source.matchAll(/^ {2}async \*?(\w+)\(/gm)].map(([, call]) => call!);
    expect(calls.length).toBeGreaterThanOrEqual(5);
    const code = programs
      .filter(({ language }) => language === 'ts')
      .map(({ text }) => text)
      .join('');
    expect(calls.filter((call) => !code.includes(`.${call}(`))).toEqual([]);
  });
});
