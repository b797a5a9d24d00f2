import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { picturePaths } from './picture-paths.js';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tetrapod-paths-'));
  await mkdir(join(root, 'b/inner'), { recursive: true });
  await mkdir(join(root, '.hidden'));
  const files = [
    'z.jpg',
    'a.PNG',
    'notes.txt',
    '._z.jpg',
    '.hidden/h.png',
    'b/c.tiff',
    'b/inner/d.webp',
    'Z.bmp',
  ];
  for (const file of files) await writeFile(join(root, file), '');
});

afterAll(() => rm(root, { recursive: true }));

async function found(paths: string[], recursive = true): Promise<string[]> {
  const list: string[] = [];
  for await (const { file, problem } of picturePaths(
    paths.map((path) => join(root, path)),
    { recursive },
  )) {
    list.push(problem ? `${relative(root, file)} ${problem.code}` : relative(root, file));
  }
  return list;
}

describe('picturePaths', () => {
  it('finds pictures in a folder and its folders, by extension, in order, without hidden ones', async () => {
    expect(await found(['.'])).toEqual(['Z.bmp', 'a.PNG', 'b/c.tiff', 'b/inner/d.webp', 'z.jpg']);
  });

  it('leaves out the folders within, where it is told so', async () => {
    expect(await found(['.'], false)).toEqual(['Z.bmp', 'a.PNG', 'z.jpg']);
    expect(await found(['b'], false)).toEqual(['b/c.tiff']);
  });

  it('takes a file that is named, whatever its name, and as often as it is named', async () => {
    expect(await found(['notes.txt', '._z.jpg', 'z.jpg', 'z.jpg'])).toEqual([
      'notes.txt',
      '._z.jpg',
      'z.jpg',
      'z.jpg',
    ]);
  });

  it('tells of a path that is not there, and goes on', async () => {
    expect(await found(['nope.jpg', 'z.jpg'])).toEqual(['nope.jpg file_not_found', 'z.jpg']);
  });

  it('follows links, ends where they go in a circle, and tells of those that lead nowhere by reading them', async () => {
    await mkdir(join(root, 'links'));
    await writeFile(join(root, 'links/a.png'), '');
    await symlink('.', join(root, 'links/b-circle'));
    await symlink('../links', join(root, 'links/c-circle'));
    await symlink('../b/inner', join(root, 'links/d-folder'));
    await symlink('a.png', join(root, 'links/e.png'));
    await symlink('nowhere', join(root, 'links/f.png'));
    await symlink('../notes.txt', join(root, 'links/g-notes'));
    expect(await found(['links'])).toEqual([
      'links/a.png',
      'links/d-folder/d.webp',
      'links/e.png',
      'links/f.png',
    ]);
  });
});
