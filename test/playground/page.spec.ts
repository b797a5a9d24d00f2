import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';

const PAGE = new URL('../../dist/playground/page/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, PAGE));
const names = readdirSync(PAGE, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));

/** Everything together, HTML, CSS, JavaScript and the samples too. */
const MOST_BYTES = 60_000;

describe('the page as it is built', () => {
  it(`has less than ${MOST_BYTES} bytes, compressed, samples included`, () => {
    const sizes = names.map((name) => Math.min(gzipSync(read(name), { level: 9 }).length, read(name).length));
    expect(sizes.length).toBeGreaterThan(30);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });

  it('has no script or style within, and no address of another origin', () => {
    const html = read('index.html').toString();
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:/i);
    for (const name of names.filter((name) => /\.(html|css|js)$/.test(name))) {
      const addresses =
        read(name)
          .toString()
          .match(/(https?:)?\/\/[\w.-]+\.[a-z]{2,}/g) ?? [];
      expect({ name, addresses }).toEqual({ name, addresses: [] });
    }
  });

  it('loads every module at once, and no other', () => {
    const preloaded = [
      ...read('index.html')
        .toString()
        .matchAll(/"modulepreload" href="playground\/([^"]+)"/g),
    ];
    const modules = names.filter((name) => name.endsWith('.js') && name !== 'main.js');
    expect(preloaded.map(([, name]) => name).sort()).toEqual(modules.sort());
  });
});
