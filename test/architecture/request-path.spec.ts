import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { flowchartsOf, type FlowArrow, type Flowchart } from '../support/mermaid.js';
import { sourceImports } from '../support/source-imports.js';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

const document = read('docs/architecture.md');
const section = document.slice(document.indexOf('## One request'));
const [diagram] = flowchartsOf(section) as [Flowchart];
const imports = sourceImports();

const importsOf = (file: string) => imports.filter(({ from }) => from === file).map(({ to }) => to);
const join = (a: string, b: string) => importsOf(a).includes(b) || importsOf(b).includes(a);

/** A node's first line is `1 http/record-requests.ts`, or the path alone. */
const fileOf = (id: string) => diagram.nodes.get(id)!.lines[0]!.replace(/^\d+ /, '');

/** Nest's order of what a request passes; the same everywhere. */
const LIFECYCLE = [
  (file: string) => importsOf('setup.ts').includes(file),
  (file: string) => importsOf('auth/auth.module.ts').includes(file),
  (file: string) => file.endsWith('.guard.ts'),
  (file: string) => file.endsWith('.interceptor.ts'),
  (file: string) => file.endsWith('.decorator.ts'),
  (file: string) => file.endsWith('.controller.ts'),
];
const placeOf = (file: string) => LIFECYCLE.findIndex((isSo) => isSo(file));

/** Where a file first uses what it imports from another, behind its imports. */
function useOf(user: string, file: string): number {
  const text = read(`src/${user}`);
  const from = new RegExp(
    `import (?:type )?\\{([^}]*)\\} from '[^']*/${file.split('/').at(-1)!.replace('.ts', '.js')}'`,
  );
  const [name] = from
    .exec(text)![1]!
    .trim()
    .split(/[\s,]+/)
    .filter((word) => word !== 'type');
  return text.indexOf(name!, text.lastIndexOf("from '"));
}

/**
 * An arrow says one of these:
 * - without a label: the one file imports the other;
 * - with a file as its label: that file uses both, the one before the other, or both import that file;
 * - with the label Nest: the one stands before the other in the order of Nest.
 */
function isTrue({ from, to, label }: FlowArrow): boolean {
  const [first, second] = [fileOf(from), fileOf(to)];
  if (label === undefined) return join(first, second);
  if (label === 'Nest') return placeOf(first) < placeOf(second) && placeOf(first) >= 0;
  const used = importsOf(label);
  if (used.includes(first) && used.includes(second)) return useOf(label, first) < useOf(label, second);
  return importsOf(first).includes(label) && importsOf(second).includes(label);
}

describe('the path of a request in docs/architecture.md', () => {
  it('is drawn with more than a few arrows', () => {
    expect(diagram.arrows.length).toBeGreaterThan(15);
  });

  it.each([...diagram.nodes.keys()])('%s is a file', (id) => {
    expect(existsSync(new URL(`src/${fileOf(id)}`, ROOT))).toBe(true);
  });

  it.each(diagram.arrows)('$from to $to is how the code goes', (arrow) => {
    expect({ ...arrow, isTrue: isTrue(arrow) }).toEqual({ ...arrow, isTrue: true });
  });

  it('has a step of the text for each number, which names its file', () => {
    const numbered = [...diagram.nodes.values()].flatMap(({ lines }) => {
      const [, number, file] = /^(\d+) (.+)$/.exec(lines[0]!) ?? [];
      return number === undefined ? [] : [{ number, file: file! }];
    });
    const missing = numbered.filter(({ number, file }) => {
      const step = new RegExp(`^${number}\\. (.*?)(?=^\\d+\\. |^#|^\\n\\S)`, 'ms').exec(section)?.[1];
      return !step?.includes(file.split('/').at(-1)!);
    });
    expect(missing).toEqual([]);
    expect(numbered.map(({ number }) => Number(number)).sort((a, b) => a - b)).toEqual(
      numbered.map((_, index) => index + 1),
    );
  });
});
