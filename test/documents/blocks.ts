import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/server-process.js';

/** A fenced block of a document. */
export interface Block {
  /** Path from the root of the project. */
  document: string;
  /** Of the opening fence, from 1 on. */
  line: number;
  /** The nearest one above it, without its marks; empty where there is none. */
  heading: string;
  /** The first word behind the fence, in lower case; empty where there is none. */
  language: string;
  text: string;
}

/** `docs/cli.md:19 sh`, as an editor or a terminal opens it. */
export const nameOf = ({ document, line, language }: Block): string =>
  `${document}:${line}${language === '' ? '' : ` ${language}`}`;

/** Folders whose documents are ours, from the root; the root's own documents come first. */
const FOLDERS = ['docs', 'deploy', 'clients/typescript', 'test', 'scripts'];

/** Every document of the project, by its path from the root. */
export function documents(root: string = ROOT): string[] {
  const below = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => !/(^|\/)(node_modules|dist)\//.test(name))
      .map((name) => `${folder}/${name}`),
  );
  return [...readdirSync(root), ...below.sort()].filter((name) => name.endsWith('.md'));
}

export const readBlocks = (document: string, root: string = ROOT): Block[] =>
  blocksIn(readFileSync(join(root, document), 'utf8'), document);

/**
 * The fenced blocks of a text in Markdown, in their order, as CommonMark has them: of three or more ` or ~, in lists too.
 * @throws Error where a block has no end
 */
export function blocksIn(text: string, document: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  let open: { block: Block; fence: string; indent: number; lines: string[] } | undefined;
  text.split('\n').forEach((line, index) => {
    const [, spaces = '', fence, rest = ''] = /^( *)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open) {
      const isEnd = fence?.startsWith(open.fence) === true && rest.trim() === '';
      if (!isEnd) {
        open.lines.push(line.replace(new RegExp(`^ {0,${open.indent}}`), ''));
        return;
      }
      blocks.push({ ...open.block, text: open.lines.map((each) => `${each}\n`).join('') });
      open = undefined;
    } else if (fence !== undefined) {
      const language = rest.trim().split(/\s/)[0]!.toLowerCase();
      const block = { document, line: index + 1, heading, language, text: '' };
      open = { block, fence, indent: spaces.length, lines: [] };
    } else {
      heading = /^#{1,6} +(.*?)(?: #+)?$/.exec(line)?.[1] ?? heading;
    }
  });
  if (open)
    throw new Error(`${nameOf(open.block)}: expected ${open.fence} behind it, found the end of the document`);
  return blocks;
}

/** The blocks below a heading, for a spec that runs them itself. @throws Error where there are none */
export function blocksUnder(document: string, heading: string): Block[] {
  const blocks = readBlocks(document).filter((block) => block.heading === heading);
  if (blocks.length === 0) throw new Error(`${document}: expected blocks below "${heading}", found none`);
  return blocks;
}
