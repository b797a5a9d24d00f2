import { isMap, parseAllDocuments, type Document } from 'yaml';

/** Labels that would not be true of what Helm does not install, or that the overlays set. */
const OF_HELM = [
  'app.kubernetes.io/instance',
  'app.kubernetes.io/managed-by',
  'app.kubernetes.io/version',
  'helm.sh/chart',
];

const HEAD =
  '# Rendered from deploy/helm/tetrapod with deploy/helm/plain-manifests.values.yaml by `npm run manifests:write`: change it there.\n';

/**
 * The files of deploy/kubernetes/base: an object of the rendered chart in each, named by its kind, and the kustomization
 * that names them. Comments of the templates stay. Without the labels of the release the selectors are the same whatever an
 * overlay calls its instance; they cannot be changed in a cluster.
 */
export function plainManifests(rendered: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const document of parseAllDocuments(rendered)) {
    const kind = document.get('kind');
    if (typeof kind !== 'string') continue;
    dropLabels(document);
    // Helm's line with the template that an object comes from.
    document.commentBefore = null;
    if (isMap(document.contents)) document.contents.commentBefore = null;
    files.set(`${kind.toLowerCase()}.yaml`, HEAD + document.toString({ lineWidth: 0, directives: false }));
  }
  files.set('kustomization.yaml', kustomization([...files.keys()].sort()));
  return files;
}

function dropLabels(document: Document): void {
  const drop = (node: unknown): void => {
    if (!isMap(node)) return;
    for (const label of OF_HELM) node.delete(label);
  };
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (isMap(node)) for (const key of ['labels', 'matchLabels']) drop(node.get(key));
    const items = isMap(node) ? node.items.map(({ value }) => value) : (node as { items?: unknown[] }).items;
    if (isMap(node) && isMap(node.get('podSelector'))) drop(node.get('podSelector'));
    if (isMap(node) && document.get('kind') === 'Service') drop(node.get('selector'));
    for (const item of items ?? []) visit(item);
  };
  visit(document.contents);
}

function kustomization(resources: string[]): string {
  return `${HEAD}apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${resources.map((file) => `  - ${file}`).join('\n')}
labels:
  - pairs:
      app.kubernetes.io/part-of: tetrapod
    includeTemplates: true
`;
}
