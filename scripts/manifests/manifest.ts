import { parseAllDocuments } from 'yaml';

/** One object of a manifest file. Nothing about its shape is known until the schema has passed. */
export interface Manifest {
  readonly file: string;
  /** For people: `Deployment tetrapod`. */
  readonly name: string;
  readonly object: { apiVersion: string; kind: string; [field: string]: unknown };
}

export interface Finding {
  readonly file: string;
  readonly object: string;
  readonly expected: string;
  readonly found: string;
}

/** `yaml` reports a duplicate key as an error, where `kubectl` would silently keep the last one. */
export function parseManifests(file: string, text: string): { manifests: Manifest[]; findings: Finding[] } {
  const manifests: Manifest[] = [];
  const findings: Finding[] = [];
  parseAllDocuments(text, { uniqueKeys: true }).forEach((document, index) => {
    const place = `document ${index + 1}`;
    for (const error of document.errors) {
      findings.push({ file, object: place, expected: 'valid YAML', found: error.message });
    }
    const object = document.toJS() as Partial<Manifest['object']> | null;
    if (object === null || document.errors.length > 0) return;
    if (typeof object.apiVersion !== 'string' || typeof object.kind !== 'string') {
      findings.push({
        file,
        object: place,
        expected: 'apiVersion and kind',
        found: JSON.stringify(object).slice(0, 80),
      });
      return;
    }
    const metadata = object.metadata as { name?: string } | undefined;
    manifests.push({
      file,
      name: [object.kind, metadata?.name].filter(Boolean).join(' '),
      object: object as Manifest['object'],
    });
  });
  return { manifests, findings };
}

export function finding(manifest: Manifest, expected: string, found: unknown): Finding {
  const shown = found === undefined ? 'nothing' : typeof found === 'string' ? found : JSON.stringify(found);
  return { file: manifest.file, object: manifest.name, expected, found: shown };
}
