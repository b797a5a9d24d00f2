import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['src', 'scripts', 'test'];

/** What a file exports, and who imports that by its name. */
export interface ExportedName {
  /** Path within the project. */
  readonly file: string;
  readonly name: string;
  /** Interfaces and type aliases: they describe what else a file exports, and bind nothing at run time. */
  readonly isType: boolean;
  readonly users: string[];
  /** Whether its own file has another use for it. */
  readonly isUsedAtHome: boolean;
}

/** Every name that a file of the project exports. */
export function exportedNames(): ExportedName[] {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => posix.join(folder, file)),
  );
  const sources = files.map((file) =>
    ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true),
  );
  const users = new Map<string, string[]>();
  for (const source of sources) {
    for (const { file, name } of importedNames(source)) {
      const key = `${file} ${name}`;
      users.set(key, [...(users.get(key) ?? []), source.fileName]);
    }
  }
  return sources.flatMap((source) =>
    namesOf(source).map(({ name, isType }) => ({
      file: source.fileName,
      name,
      isType,
      users: [`${source.fileName} ${name}`, `${source.fileName} *`].flatMap((key) => users.get(key) ?? []),
      isUsedAtHome: countOf(source, name) > 1,
    })),
  );
}

/** Names that a file imports from others of the project; `*` where it takes all that another has. */
function importedNames(source: ts.SourceFile): { file: string; name: string }[] {
  const found: { file: string; name: string }[] = [];
  const add = (specifier: ts.Node | undefined, names: string[]) => {
    if (!specifier || !ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return;
    const file = posix.join(dirname(source.fileName), specifier.text).replace(/\.js$/, '.ts');
    found.push(...names.map((name) => ({ file, name })));
  };
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, namesOfClause(node.importClause));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, namesOfBindings(node.exportClause));
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], namesOfDynamic(node));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function namesOfClause(clause: ts.ImportClause | undefined): string[] {
  return [
    ...(clause?.name ? ['default'] : []),
    ...(clause?.namedBindings ? namesOfBindings(clause.namedBindings) : []),
  ];
}

function namesOfBindings(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): string[] {
  if (!bindings || ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings)) return ['*'];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

/** `const { a } = await import('...')` takes `a` alone. */
function namesOfDynamic(call: ts.CallExpression): string[] {
  const declaration = ts.isAwaitExpression(call.parent) ? call.parent.parent : call.parent;
  if (!ts.isVariableDeclaration(declaration) || !ts.isObjectBindingPattern(declaration.name)) return ['*'];
  return declaration.name.elements.map(({ name, propertyName }) => (propertyName ?? name).getText());
}

function namesOf(source: ts.SourceFile): Pick<ExportedName, 'name' | 'isType'>[] {
  const found: Pick<ExportedName, 'name' | 'isType'>[] = [];
  for (const statement of source.statements) {
    const modifiers = (ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined) ?? [];
    const has = (kind: ts.SyntaxKind) => modifiers.some((modifier) => modifier.kind === kind);
    if (!has(ts.SyntaxKind.ExportKeyword) || has(ts.SyntaxKind.DefaultKeyword)) continue;
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) {
        const variables: readonly ts.Node[] = ts.isIdentifier(name) ? [name] : name.elements;
        found.push(...variables.map((variable) => ({ name: variable.getText(), isType: false })));
      }
      continue;
    }
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    const { name } = statement as unknown as { name: ts.Identifier };
    found.push({ name: name.text, isType });
  }
  return found;
}

function countOf(source: ts.SourceFile, name: string): number {
  let count = 0;
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node) && node.text === name) count++;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return count;
}
