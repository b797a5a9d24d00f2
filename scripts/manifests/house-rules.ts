import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import { AppConfig } from '../../src/config/app-config.js';
import { finding, type Finding, type Manifest } from './manifest.js';

type PodSpec = NonNullable<NonNullable<NonNullable<IDeployment['spec']>['template']>['spec']>;
type Container = PodSpec['containers'][number];

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

/** What this project demands beyond what Kubernetes accepts. Call it with an object that passed the schema. */
export function checkHouseRules(manifest: Manifest): Finding[] {
  switch (manifest.object.kind) {
    case 'Deployment': {
      const pod = (manifest.object as unknown as IDeployment).spec?.template.spec;
      if (!pod) return [finding(manifest, 'spec.template.spec', undefined)];
      return [
        ...checkPod(manifest, pod),
        ...pod.containers.flatMap((container) => [
          ...checkProbes(manifest, container),
          ...checkGrace(manifest, pod, container),
          ...checkAccess(manifest, container),
        ]),
      ];
    }
    case 'Pod':
      return checkPod(manifest, manifest.object.spec as PodSpec);
    case 'ServiceAccount':
      return demand(manifest, 'account', [
        ['automountServiceAccountToken', false, manifest.object.automountServiceAccountToken],
      ]);
    default:
      return [];
  }
}

/** Whoever runs in it, a container that prepares something included. */
function checkPod(manifest: Manifest, pod: PodSpec): Finding[] {
  return [
    ...demand(manifest, 'pod', [
      ['automountServiceAccountToken', false, pod.automountServiceAccountToken],
      ['securityContext.runAsNonRoot', true, pod.securityContext?.runAsNonRoot],
      ['securityContext.seccompProfile.type', 'RuntimeDefault', pod.securityContext?.seccompProfile?.type],
    ]),
    ...[...(pod.initContainers ?? []), ...pod.containers].flatMap((container) => [
      ...checkSecurity(manifest, container),
      ...checkResources(manifest, container),
      ...checkImage(manifest, container),
    ]),
  ];
}

function demand(
  manifest: Manifest,
  place: string,
  rules: [field: string, expected: unknown, found: unknown][],
): Finding[] {
  return rules
    .filter(([, expected, found]) => JSON.stringify(expected) !== JSON.stringify(found))
    .map(([field, expected, found]) =>
      finding(manifest, `${place}: ${field} = ${JSON.stringify(expected)}`, found),
    );
}

function checkSecurity(manifest: Manifest, { name, securityContext }: Container): Finding[] {
  return demand(manifest, `container ${name}`, [
    ['securityContext.readOnlyRootFilesystem', true, securityContext?.readOnlyRootFilesystem],
    ['securityContext.allowPrivilegeEscalation', false, securityContext?.allowPrivilegeEscalation],
    ['securityContext.capabilities.drop', ['ALL'], securityContext?.capabilities?.drop],
  ]);
}

/** The API server accepts a probe on a port that nothing listens on; the pod then never gets ready. */
function checkProbes(manifest: Manifest, container: Container): Finding[] {
  const ports = (container.ports ?? []).flatMap((port) => [port.name, port.containerPort]);
  return PROBES.flatMap((probe) => {
    const action = container[probe]?.httpGet;
    if (!action)
      return [finding(manifest, `container ${container.name}: ${probe}.httpGet`, container[probe])];
    return ports.includes(action.port)
      ? []
      : [
          finding(
            manifest,
            `container ${container.name}: ${probe} on one of its ports ${JSON.stringify(ports)}`,
            action.port,
          ),
        ];
  });
}

function checkResources(manifest: Manifest, { name, resources }: Container): Finding[] {
  return (['requests', 'limits'] as const).flatMap((part) =>
    ['cpu', 'memory']
      .filter((resource) => resources?.[part]?.[resource] === undefined)
      .map((resource) =>
        finding(manifest, `container ${name}: resources.${part}.${resource}`, resources?.[part]),
      ),
  );
}

function checkImage(manifest: Manifest, { name, image = '' }: Container): Finding[] {
  // The part after the last slash: a registry's port is no tag.
  const tag = /[@:](.+)$/.exec(image.slice(image.lastIndexOf('/') + 1))?.[1];
  return tag && tag !== 'latest'
    ? []
    : [finding(manifest, `container ${name}: an image with a digest, or a tag other than latest`, image)];
}

/** A pod that Kubernetes kills before its own deadline loses the requests that it was still answering. */
function checkGrace(manifest: Manifest, pod: PodSpec, container: Container): Finding[] {
  const set = container.env?.find(({ name }) => name === 'SHUTDOWN_GRACE_MS')?.value;
  const grace = Number(set ?? new AppConfig().SHUTDOWN_GRACE_MS);
  const period = pod.terminationGracePeriodSeconds ?? 30;
  return period * 1000 > grace
    ? []
    : [
        finding(
          manifest,
          `terminationGracePeriodSeconds above SHUTDOWN_GRACE_MS, ${grace} ms`,
          `${period} s`,
        ),
      ];
}

/** A server that listens on all interfaces does not start before somebody has said who may use it. */
function checkAccess(manifest: Manifest, { name, env = [] }: Container): Finding[] {
  const names = ['API_KEYS_FILE', 'API_KEYS', 'AUTH'];
  return env.some((variable) => names.includes(variable.name))
    ? []
    : [finding(manifest, `container ${name}: one of env ${names.join(', ')}`, undefined)];
}
