/** What the make-believe cluster has: the kinds that documents and the chart use, by API and path. */
export interface Resource {
  /** `v1`, `apps/v1` */
  api: string;
  /** `deployments` */
  name: string;
  kind: string;
  isNamespaced: boolean;
}

const KINDS: Record<string, Record<string, string>> = {
  v1: {
    configmaps: 'ConfigMap',
    events: 'Event',
    namespaces: 'Namespace',
    pods: 'Pod',
    secrets: 'Secret',
    serviceaccounts: 'ServiceAccount',
    services: 'Service',
  },
  'apps/v1': { deployments: 'Deployment', replicasets: 'ReplicaSet' },
  'autoscaling/v2': { horizontalpodautoscalers: 'HorizontalPodAutoscaler' },
  'monitoring.coreos.com/v1': { prometheusrules: 'PrometheusRule', servicemonitors: 'ServiceMonitor' },
  'networking.k8s.io/v1': { ingresses: 'Ingress', networkpolicies: 'NetworkPolicy' },
  'policy/v1': { poddisruptionbudgets: 'PodDisruptionBudget' },
  'rbac.authorization.k8s.io/v1': { rolebindings: 'RoleBinding', roles: 'Role' },
  'serving.kserve.io/v1beta1': { inferenceservices: 'InferenceService' },
};

export const RESOURCES: readonly Resource[] = Object.entries(KINDS).flatMap(([api, kinds]) =>
  Object.entries(kinds).map(([name, kind]) => ({ api, name, kind, isNamespaced: kind !== 'Namespace' })),
);

const SHORT_NAMES: Record<string, string[]> = { deployments: ['deploy'], pods: ['po'], services: ['svc'] };
const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const [APIS, GROUPS] = [Object.keys(KINDS), Object.keys(KINDS).filter((api) => api.includes('/'))];

/** What a client asks to learn what there is; undefined where the path is of something else. */
export function discovery(path: string): object | undefined {
  if (path === '/version') return { major: '1', minor: '34', gitVersion: 'v1.34.5', platform: 'linux/amd64' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: GROUPS.map(group) };
  if (path === '/openapi/v3') {
    return {
      paths: Object.fromEntries(
        APIS.map((api) => [pathOf(api), { serverRelativeURL: `/openapi/v3/${pathOf(api)}` }]),
      ),
    };
  }
  const described = APIS.find((api) => path === `/openapi/v3/${pathOf(api)}`);
  if (described !== undefined) return openApi(described);
  const listed = APIS.find((api) => path === `/${pathOf(api)}`);
  if (listed === undefined) return undefined;
  const resources = RESOURCES.filter(({ api }) => api === listed).map(({ name, kind, isNamespaced }) => ({
    ...{ name, singularName: kind.toLowerCase(), namespaced: isNamespaced, kind, verbs: VERBS },
    shortNames: SHORT_NAMES[name] ?? [],
  }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: listed, resources };
}

export const pathOf = (api: string): string => (api.includes('/') ? `apis/${api}` : `api/${api}`);

function group(api: string) {
  const [name, version] = api.split('/');
  const preferred = { groupVersion: api, version };
  return { name, versions: [preferred], preferredVersion: preferred };
}

/** Says of each kind that the server itself checks its fields, so that clients do not. */
function openApi(api: string) {
  const parameters = [{ name: 'fieldValidation', in: 'query', schema: { type: 'string' } }];
  const [first, second] = api.split('/');
  const kinds = RESOURCES.filter((resource) => resource.api === api).map(({ name, kind, isNamespaced }) => {
    const type = { group: second === undefined ? '' : first, version: second ?? first, kind };
    const operation = { parameters, 'x-kubernetes-group-version-kind': type };
    const path = `/${pathOf(api)}${isNamespaced ? '/namespaces/{namespace}' : ''}/${name}/{name}`;
    return [path, { patch: operation }];
  });
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.34.5' },
    paths: Object.fromEntries(kinds) as object,
  };
}
