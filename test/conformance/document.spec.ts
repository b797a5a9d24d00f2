import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../support/server-process.js';
import { CASES } from './cases/all.js';
import { USAGE } from './options.js';
import { DOCUMENTS } from './specification.js';

const document = readFileSync(`${ROOT}docs/conformance.md`, 'utf8');
const optionsOf = (text: string) =>
  [...text.matchAll(/^[ |`]+(--[a-z][\w-]*)/gm)].map(([, option]) => option);

describe('docs/conformance.md', () => {
  it('has every case with its title, section and strength, in their order', () => {
    const rows = document
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .filter(([, id]) => /^`[\w-]+\.[\w.-]+`$/.test(id ?? ''))
      .map(([, id, title, spec, strength]) => ({ id: id!.slice(1, -1), title, spec, strength }));
    expect(rows).toEqual(CASES.map(({ id, title, spec, strength }) => ({ id, title, spec, strength })));
  });

  it('has every option', () => {
    expect(optionsOf(USAGE).length).toBeGreaterThan(10);
    expect(optionsOf(document)).toEqual(optionsOf(USAGE));
  });

  it('links every document that cases name, and cases name each of them', () => {
    const links = [...document.matchAll(/\[([\w. -]+)\]\((https:[^)]+)\)/g)].map(([, name, link]) => [
      name,
      link,
    ]);
    expect(Object.fromEntries(links)).toEqual(DOCUMENTS);
    const named = new Set(CASES.map(({ spec }) => spec.slice(0, spec.indexOf(','))));
    expect([...named].sort()).toEqual(Object.keys(DOCUMENTS).sort());
  });
});
