import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';

const read = (path: string) => readFileSync(new URL(`../../deploy/${path}`, import.meta.url), 'utf8');

interface Component {
  patches: { target: { kind: string; name?: string }; patch: string }[];
}
interface Operation {
  op: string;
  path: string;
  value: unknown;
}
type Fields = Record<string, unknown>;
interface Named {
  kind: string;
  metadata: { name: string };
}

/** What a JSON pointer (RFC 6901) leads to. */
function at(document: unknown, pointer: string): unknown {
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (value as Fields | undefined)?.[part], document);
}

describe('the canary of deploy/rollout/canary', () => {
  const base = ['deployment.yaml', 'service.yaml'].flatMap((file) =>
    parseAllDocuments(read(`kubernetes/base/${file}`)).map((document) => document.toJS() as Named),
  );
  const deployment = base.find(({ kind }) => kind === 'Deployment')!;
  const [change, remove] = (parse(read('rollout/canary/kustomization.yaml')) as Component).patches;
  const operations = parse(change!.patch) as Operation[];

  it('replaces what the Deployment has, by its name', () => {
    expect(change!.target).toEqual({ kind: 'Deployment', name: deployment.metadata.name });
    expect(operations.length).toBeGreaterThan(0);
    for (const { op, path } of operations) {
      expect([op, path, at(deployment, path) === undefined]).toEqual(['replace', path, false]);
    }
  });

  it('has pods of its own, which the Service does not select', () => {
    const service = base.find(({ kind }) => kind === 'Service')!;
    const component = '/app.kubernetes.io~1component';
    expect(at(service, `/spec/selector${component}`)).toBe('server');
    for (const place of ['/spec/selector/matchLabels', '/spec/template/metadata/labels']) {
      const operation = operations.find(({ path }) => path === place + component);
      expect([place, operation?.value]).toEqual([place, 'canary']);
    }
  });

  it('leaves out every other kind', () => {
    // Kustomize's patterns have to match the whole kind.
    const pattern = new RegExp(`^(${remove!.target.kind})$`);
    expect(remove!.patch).toContain('$patch: delete');
    expect(pattern.test('Deployment')).toBe(false);
    for (const kind of [
      ...['Service', 'ServiceAccount', 'Secret', 'ConfigMap', 'NetworkPolicy', 'PodDisruptionBudget'],
      ...['HorizontalPodAutoscaler', 'ServiceMonitor', 'PrometheusRule'],
    ]) {
      expect([kind, pattern.test(kind)]).toEqual([kind, true]);
    }
  });
});
