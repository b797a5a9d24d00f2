import ts from 'typescript';
import { finding, type Finding, type Manifest } from './manifest.js';

/** The kinds of the Prometheus operator have schemas of their own, made of its CustomResourceDefinitions. */
const OF_OPERATOR = 'monitoring.coreos.com/';

function moduleOf({ object: { apiVersion, kind } }: Manifest): string {
  const models = apiVersion.startsWith(OF_OPERATOR)
    ? '@kubernetes-models/prometheus-operator'
    : 'kubernetes-models';
  return `${models}/${apiVersion}/${kind}`;
}

interface SchemaError {
  instancePath: string;
  message?: string;
}

/** Types, required fields and allowed values, by the OpenAPI schema that Kubernetes publishes. */
export async function checkSchema(manifest: Manifest): Promise<Finding[]> {
  const { apiVersion, kind } = manifest.object;
  let Model: new (object: unknown) => { validate(): void };
  try {
    Model = ((await import(moduleOf(manifest))) as Record<string, typeof Model>)[kind]!;
  } catch {
    return [finding(manifest, 'a kind that this API version has', `${apiVersion} ${kind}`)];
  }
  try {
    new Model(manifest.object).validate();
    return [];
  } catch (error) {
    const { errors } = error as { errors?: SchemaError[] };
    if (!errors) throw error;
    return errors.map(({ instancePath, message }) =>
      finding(
        manifest,
        `${instancePath.slice(1).replaceAll('/', '.')} ${message ?? 'to be valid'}`,
        valueAt(manifest.object, instancePath),
      ),
    );
  }
}

function valueAt(object: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1);
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);
}

/**
 * The schema lets a misspelt field through, as the API server would ignore it. TypeScript does not: it checks each
 * object as a literal against the model's interface, and names the first unknown field of each. All objects share one
 * program, because starting it takes a second.
 */
export function checkFields(manifests: readonly Manifest[]): Finding[] {
  if (manifests.length === 0) return [];
  const file = 'check-manifests.generated.ts';
  const lines = manifests.map((manifest, index) => {
    const type = `import('${moduleOf(manifest)}').I${manifest.object.kind}`;
    return `export const object${index}: ${type} = ${JSON.stringify(manifest.object)};`;
  });
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
  };
  const host = ts.createCompilerHost(options);
  const source = ts.createSourceFile(file, lines.join('\n'), ts.ScriptTarget.ES2022, true);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => (name === file ? source : getSourceFile(name, ...rest));
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (name) => name === file || fileExists(name);

  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').replace(/\s+/g, ' ');
    if (diagnostic.file !== source || diagnostic.start === undefined) throw new Error(message);
    const { line } = source.getLineAndCharacterOfPosition(diagnostic.start);
    const path = pathAt(source, diagnostic.start);
    return finding(manifests[line]!, `${path} to be a field of that type`, message);
  });
}

/** The property names around a position: `spec.template.spec.containers.0.imge`. */
function pathAt(source: ts.SourceFile, position: number): string {
  const path: string[] = [];
  const visit = (node: ts.Node): void => {
    if (position < node.getStart(source) || position >= node.getEnd()) return;
    if (ts.isPropertyAssignment(node)) path.push((node.name as ts.StringLiteral).text);
    if (ts.isArrayLiteralExpression(node.parent))
      path.push(String(node.parent.elements.indexOf(node as ts.Expression)));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return path.join('.');
}
