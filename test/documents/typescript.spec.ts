import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { ROOT } from '../support/server-process.js';
import { documents, nameOf, readBlocks } from './blocks.js';
import { ruleFor } from './plan.js';
import { planOf } from './plans.js';

const CLIENT = join(ROOT, 'clients/typescript/src/tetrapod.ts');
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  types: ['node'],
  noEmit: true,
  skipLibCheck: true,
  // What the documents import, wherever it is installed.
  paths: { 'tetrapod-client': [CLIENT] },
};

const programs = new Map(
  documents()
    .flatMap((document) => readBlocks(document))
    // What belongs into a file of the server is built where a guide is followed.
    .filter((block) => block.language === 'ts' && !ruleFor(planOf(block.document), block).elsewhere)
    .map((block) => [join(ROOT, `${block.document.replaceAll('/', '-')}-${block.line}.ts`), block]),
);

/** What the compiler says of all of them together. */
function errors(): string[] {
  const host = ts.createCompilerHost(OPTIONS);
  const [readFile, fileExists] = [host.readFile.bind(host), host.fileExists.bind(host)];
  const getSourceFile = host.getSourceFile.bind(host);
  const textOf = (file: string) => {
    const block = programs.get(file);
    return (
      block &&
      `${block.text}
export {};
`
    );
  };
  host.readFile = (file) => textOf(file) ?? readFile(file);
  host.fileExists = (file) => programs.has(file) || fileExists(file);
  host.getSourceFile = (file, ...rest) => {
    const text = textOf(file);
    return text === undefined
      ? getSourceFile(file, ...rest)
      : ts.createSourceFile(file, text, OPTIONS.target!);
  };
  return ts.getPreEmitDiagnostics(ts.createProgram([...programs.keys()], OPTIONS, host)).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
    const block = diagnostic.file && programs.get(diagnostic.file.fileName);
    if (!block) return message;
    const { line } = diagnostic.file!.getLineAndCharacterOfPosition(diagnostic.start!);
    return `${nameOf({ ...block, line: block.line + 1 + line })}: ${message}`;
  });
}

describe('the TypeScript of the documents', () => {
  it('fits the types of the client', () => {
    expect(programs.size).toBeGreaterThan(9);
    expect(errors()).toEqual([]);
  });
});
