import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createProgram } from '../../src/cli/program.js';
import { editsOf } from '../support/guide-edits.js';
import { ROOT } from '../support/server-process.js';
import { documents } from './blocks.js';

interface Named {
  /** `docs/cli.md:7` */
  place: string;
  text: string;
}

/** What stands between single backticks outside of fenced blocks. */
const named: Named[] = documents().flatMap((document) => {
  const text = readFileSync(join(ROOT, document), 'utf8').replace(
    /^( *)(`{3,}|~{3,})[^]*?^ *\2 *$/gm,
    (block) => block.replace(/[^\n]/g, ''),
  );
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(/(?<!`)`([^`]+)`(?!`)/g)].map(([, code]) => ({
      place: `${document}:${index + 1}`,
      text: code!,
    })),
  );
});
const matching = (pattern: RegExp) =>
  named.flatMap(({ place, text }) => {
    const found = pattern.exec(text);
    return found ? [{ place, text, found }] : [];
  });

describe('the commands that the text of the documents names', () => {
  it('are scripts of package.json, behind npm run', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const runs = matching(/^npm run (?:--silent )?([\w:-]+)/);
    expect(runs.length).toBeGreaterThan(40);
    expect(
      runs
        .filter(({ found }) => !Object.hasOwn(scripts, found[1]!))
        .map(({ place, text }) => `${place}: ${text}`),
    ).toEqual([]);
  });

  it('are commands and options of tetrapod', () => {
    const program = createProgram();
    const uses = matching(/^(?:npx )?tetrapod ([a-z]+)((?: [^|]*)?)$/);
    expect(uses.length).toBeGreaterThan(15);
    const wrong = uses.filter(({ found: [, name, rest] }) => {
      const command = program.commands.find((each) => each.name() === name);
      if (!command) return true;
      const all = [command, ...command.commands].flatMap(({ options }) => options.map(({ long }) => long));
      return [...rest!.matchAll(/--[a-z-]+/g)].some(
        ([option]) => option !== '--help' && !all.includes(option),
      );
    });
    expect(wrong.map(({ place, text }) => `${place}: ${text}`)).toEqual([]);
  });

  it('are files that are there', () => {
    const files = matching(/^((?:deploy|scripts|src|test|docs|labels|assembly|clients)\/[\w./-]+)$/);
    expect(files.length).toBeGreaterThan(50);
    const missing = files.filter(({ place, text, found: [, path] }) => {
      const document = place.split(':')[0]!;
      // The reader of a guide writes it.
      if (editsOf(readFileSync(join(ROOT, document), 'utf8')).some(({ file }) => file === path)) return false;
      // Decisions tell of what was, and a build of what is not there yet.
      if (document.startsWith('docs/decisions/') || text.endsWith('/dist')) return false;
      return ![ROOT, join(ROOT, dirname(document))].some((folder) => existsSync(join(folder, path!)));
    });
    expect(missing.map(({ place, text }) => `${place}: ${text}`)).toEqual([]);
  });
});
