import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

export interface Import {
  /** Path within src, such as predict/predict.controller.ts */
  from: string;
  /** Path within src, or the name of a package. */
  to: string;
  isPackage: boolean;
  /** Types alone are erased: such an import binds nothing when the program runs. */
  isTypeOnly: boolean;
}

/** Paths of all source files that are no tests, within src. */
export function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .sort();
}

/** Every static and dynamic import of the sources. */
export function sourceImports(): Import[] {
  return sourceFiles().flatMap((file) => {
    const path = join(SRC, file);
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    const found: Import[] = [];
    const add = (specifier: string, isTypeOnly: boolean) => {
      const isPackage = !specifier.startsWith('.');
      const target = relative(SRC, resolve(dirname(path), specifier)).replace(/\.js$/, '.ts');
      found.push({ from: file, to: isPackage ? specifier : target, isPackage, isTypeOnly });
    };
    const visit = (node: ts.Node) => {
      if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
        add(node.moduleSpecifier.text, isTypeOnly(node.importClause));
      } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
        const [specifier] = node.arguments;
        if (specifier && ts.isStringLiteral(specifier)) add(specifier.text, false);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    !clause.name &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.every((element) => element.isTypeOnly)
  );
}
