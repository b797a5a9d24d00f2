import { describe, expect, it } from '@jest/globals';
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
    const calls = programs.filter(({ language }) => language === 'ts').map(({ text }) => text);
    for (const call of ['classify', 'classifyBatch', 'classifyEach', 'explain', 'model', 'ready']) {
      expect([call, calls.some((code) => code.includes(`.${call}(`))]).toEqual([call, true]);
    }
  });
});
