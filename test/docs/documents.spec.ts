import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { AppConfig } from '../../src/config/app-config.js';
import { PROBLEMS } from '../../src/errors.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

/** Headings of the form "### `NAME`", each with the value of the line "Key: ..." that follows it. */
function sections(text: string, key: string): Record<string, string> {
  const pattern = new RegExp(`^### \`(\\w+)\`\\n+${key}: \`?([^\`\\n]*)\`?`, 'gm');
  return Object.fromEntries([...text.matchAll(pattern)].map(([, name, value]) => [name!, value!]));
}

/** The anchors that GitHub gives to the headings of a page; the second of the same text ends in -1. */
function anchorsOf(page: string): string[] {
  const prose = page.replace(/^```[^]*?^```/gm, '');
  const seen = new Map<string, number>();
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => {
    const text = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = text.replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}

describe('the documents', () => {
  it('docs/configuration.md has every variable with its default', () => {
    const defaults = Object.entries(new AppConfig()).map(([name, value]) => [name, String(value)]);
    const documented = sections(read('docs/configuration.md'), 'Default');
    expect(documented).toEqual(
      Object.fromEntries(defaults.map(([name, value]) => [name, value === '' ? 'unset' : value])),
    );
  });

  it('docs/errors.md has every code with its status', () => {
    const statuses = Object.entries(PROBLEMS).map(([code, { status }]) => [code, String(status)]);
    expect(sections(read('docs/errors.md'), 'Status')).toEqual(Object.fromEntries(statuses));
  });

  it('the inline example of the API is docs/pictures/frog-small.jpg (npm run pictures writes both)', () => {
    const picture = readFileSync(new URL('docs/pictures/frog-small.jpg', ROOT)).toString('base64');
    expect(EXAMPLE_PICTURE === picture).toBe(true);
  });

  const documents = [
    ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
    'clients/typescript/README.md',
    ...readdirSync(new URL('docs/', ROOT), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ];

  it.each(documents)('%s links only to files that exist', (document) => {
    const links = [...read(document).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(
      ([, target]) => target!,
    );
    const missing = links.filter(
      (link) => !existsSync(fileURLToPath(new URL(link, new URL(document, ROOT)))),
    );
    expect(missing).toEqual([]);
  });

  it.each(documents)('%s links only to headings that exist', (document) => {
    const links = [...read(document).matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)];
    const missing = links.filter(([, target, anchor]) => {
      const file = target === '' ? document : fileURLToPath(new URL(target!, new URL(document, ROOT)));
      return !anchorsOf(read(file)).includes(anchor!);
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });

  it('the README begins with the two commands', () => {
    const readme = read('README.md').slice(0, 1500);
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
  });
});
