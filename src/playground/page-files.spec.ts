import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readPageFiles } from './page-files.js';

const PAGE = '<nav><a href="x">X</a> <!-- docs --><a href="docs">API</a><!-- /docs --></nav>'.repeat(20);

describe('readPageFiles', () => {
  let folder: string;
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
  };
  const read = (hasDocs = true) => readPageFiles(pathToFileURL(`${folder}/`), hasDocs);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tetrapod a%20page-'));
    mkdirSync(join(folder, 'samples'));
    write('index.html', PAGE);
    write('main.js', 'x');
    write('samples/a.webp', 'RIFF');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('finds every file, with its type, by the path that it is asked for', () => {
    const types = [...read()].map(([path, { type }]) => [path, type]);
    expect(Object.fromEntries(types)).toEqual({
      '/': 'text/html; charset=utf-8',
      '/playground/main.js': 'text/javascript; charset=utf-8',
      '/playground/samples/a.webp': 'image/webp',
    });
  });

  it('compresses what gets shorter by it, and nothing else', () => {
    const files = read();
    expect(gunzipSync(files.get('/')!.gzip!.bytes).toString()).toBe(PAGE);
    expect(files.get('/playground/main.js')!.gzip).toBeUndefined();
  });

  it('tags contents: others have another tag, and so has the same in another coding', () => {
    const before = read().get('/')!;
    expect(before.gzip!.etag).not.toBe(before.plain.etag);
    expect(read().get('/')!.plain.etag).toBe(before.plain.etag);
    write('index.html', `${PAGE}!`);
    expect(read().get('/')!.plain.etag).not.toBe(before.plain.etag);
  });

  it('leaves the links to Swagger UI out where there is none', () => {
    expect(read().get('/')!.plain.bytes.toString()).toContain('href="docs"');
    const without = read(false).get('/')!.plain.bytes.toString();
    expect(without).not.toContain('docs');
    expect(without).toContain('href="x"');
  });

  it('refuses a file of which nobody has said the type', () => {
    write('notes.txt', 'x');
    expect(() => read()).toThrow('received notes.txt, of no known type');
  });
});
