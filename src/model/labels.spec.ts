import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadLabels } from './labels.js';

describe('loadLabels', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'labels-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function load(text: string): Promise<readonly string[]> {
    const file = join(folder, 'labels.json');
    await writeFile(file, text);
    return loadLabels(pathToFileURL(file));
  }

  it('gives the names in their order', async () => {
    await expect(load('["Mammal", "Bird", "Ächtung", "a b"]')).resolves.toEqual([
      'Mammal',
      'Bird',
      'Ächtung',
      'a b',
    ]);
  });

  it('freezes them', async () => {
    const labels = await load('["Mammal"]');
    expect(Object.isFrozen(labels)).toBe(true);
    expect(() => (labels as string[]).push('Bird')).toThrow(/not extensible|read only/);
  });

  it.each(['[]', '{}', '"Mammal"', 'null', '3', '["Mammal", 3]', '["Mammal", ""]', '["  "]', '[["Mammal"]]'])(
    'refuses %s',
    async (text) => {
      await expect(load(text)).rejects.toThrow(/labels\.json: expected a JSON array of label names/);
    },
  );

  it('refuses a name that stands twice, and names it', async () => {
    await expect(load('["Mammal", "Bird", "Mammal"]')).rejects.toThrow(/"Mammal" stands twice/);
  });

  it('refuses a file that is not JSON, or not there', async () => {
    await expect(load('Mammal')).rejects.toThrow(/JSON/);
    await expect(loadLabels(pathToFileURL(join(folder, 'none.json')))).rejects.toThrow(/ENOENT/);
  });
});
