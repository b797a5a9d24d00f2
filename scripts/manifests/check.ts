import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkHouseRules } from './house-rules.js';
import { deploymentOf, isInferenceService } from './inference-service.js';
import { finding, parseManifests, type Finding, type Manifest } from './manifest.js';
import { checkFields, checkSchema } from './schema.js';

export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly findings: readonly Finding[];
}

/** Checks the YAML files among the paths, which may be folders. */
export function checkManifests(paths: readonly string[]): Promise<Report> {
  return checkTexts(new Map(paths.flatMap(yamlFiles).map((file) => [file, readFileSync(file, 'utf8')])));
}

/** Checks manifests by the names under which findings tell of them. */
export async function checkTexts(texts: ReadonlyMap<string, string>): Promise<Report> {
  const parsed = [...texts].map(([file, text]) => parseManifests(file, text));
  const manifests = parsed.flatMap((file) => file.manifests);
  const findings = parsed.flatMap((file) => file.findings);
  const known: Manifest[] = [];
  for (const given of manifests) {
    const { deployment: manifest, findings: ofKServe } = isInferenceService(given)
      ? deploymentOf(given)
      : { deployment: given, findings: [] };
    findings.push(...ofKServe);
    if (manifest.object.kind === 'Kustomization') {
      findings.push(...checkKustomization(manifest));
      continue;
    }
    // The further checks assume the shape that the schema promises.
    const wrong = await checkSchema(manifest);
    findings.push(...wrong);
    if (wrong.length > 0) continue;
    known.push(manifest);
    findings.push(...checkHouseRules(manifest));
  }
  findings.push(...checkFields(known));

  const failed = new Set(findings.map(({ file, object }) => `${file}\n${object}`)).size;
  const passed = manifests.filter(
    ({ file, name }) => !findings.some((f) => f.file === file && f.object === name),
  ).length;
  return { passed, failed, findings };
}

function yamlFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name) && !/(^|[\\/])\./.test(name))
    .sort()
    .map((name) => join(path, name));
}

/** There is no model for this kind. What breaks in practice is a path, after a file was moved. */
function checkKustomization(manifest: Manifest): Finding[] {
  const {
    resources = [],
    components = [],
    patches = [],
  } = manifest.object as {
    resources?: string[];
    components?: string[];
    patches?: { path?: string }[];
  };
  const local = [...resources, ...components, ...patches.flatMap(({ path }) => path ?? [])].filter(
    (path) => !path.includes('://'),
  );
  return local
    .filter((path) => !existsSync(join(dirname(manifest.file), path)))
    .map((path) => finding(manifest, `${path} to exist`, 'no such file or folder'));
}
