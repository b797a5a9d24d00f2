import { finding, type Finding, type Manifest } from './manifest.js';

const API_VERSION = 'serving.kserve.io/v1beta1';
/** The container that KServe's storage initializer mounts the model into. */
const CONTAINER = 'kserve-container';

/**
 * What a predictor has beside the fields of a pod.
 * Source: ComponentExtensionSpec, kserve/kserve, pkg/apis/serving/v1beta1/component.go.
 */
const OF_COMPONENT: Record<string, 'number' | 'string' | 'object'> = {
  minReplicas: 'number',
  maxReplicas: 'number',
  scaleTarget: 'number',
  scaleMetric: 'string',
  containerConcurrency: 'number',
  timeout: 'number',
  canaryTrafficPercent: 'number',
  logger: 'object',
  batcher: 'object',
  labels: 'object',
  annotations: 'object',
  deploymentStrategy: 'object',
};

type Fields = Record<string, unknown>;

export function isInferenceService({ object }: Manifest): boolean {
  return object.kind === 'InferenceService';
}

/**
 * KServe makes a Deployment of a predictor, whose other fields are those of a pod. That Deployment is what can be checked
 * with Kubernetes' own schema.
 */
export function deploymentOf(manifest: Manifest): { deployment: Manifest; findings: Finding[] } {
  const { apiVersion, metadata, spec, ...others } = manifest.object as unknown as {
    apiVersion: string;
    kind: string;
    metadata?: { name?: string };
    spec?: { predictor?: Fields };
  } & Fields;
  const predictor = spec?.predictor ?? {};
  const isOfComponent = ([name]: [string, unknown]) => Object.hasOwn(OF_COMPONENT, name);
  const component = Object.entries(predictor).filter(isOfComponent);
  const pod = Object.fromEntries(Object.entries(predictor).filter((entry) => !isOfComponent(entry)));
  const labels = { app: metadata?.name ?? '' };
  const containers = Array.isArray(pod.containers) ? (pod.containers as Fields[]) : [];
  const deployment: Manifest = {
    ...manifest,
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: metadata?.name },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
    },
  };
  const findings = [
    ...(apiVersion === API_VERSION ? [] : [finding(manifest, `apiVersion ${API_VERSION}`, apiVersion)]),
    ...unknownFields(manifest, 'spec', spec ?? {}, ['predictor', 'transformer', 'explainer']),
    ...unknownFields(manifest, 'object', others, ['kind']),
    ...component
      .filter(([name, value]) => typeof value !== OF_COMPONENT[name])
      .map(([name, value]) =>
        finding(manifest, `spec.predictor.${name} to be a ${OF_COMPONENT[name]}`, value),
      ),
    ...(containers.some(({ name }) => name === CONTAINER)
      ? []
      : [
          finding(
            manifest,
            `a container called ${CONTAINER}`,
            containers.map(({ name }) => name),
          ),
        ]),
  ];
  return { deployment, findings };
}

function unknownFields(manifest: Manifest, place: string, fields: Fields, known: string[]): Finding[] {
  return Object.keys(fields)
    .filter((name) => !known.includes(name))
    .map((name) => finding(manifest, `${place} to have only the fields ${known.join(', ')}`, name));
}
