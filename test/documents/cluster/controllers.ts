import type { KubernetesObject } from './kubernetes-object.js';

interface Template {
  metadata?: { labels?: Record<string, string> };
  spec?: object;
}

/**
 * An object as it is once the controllers of a cluster have seen it, and what they make of it: a Deployment is rolled out
 * and has a ReplicaSet and a pod, and a pod that is to end has ended well.
 */
export function controlled(object: KubernetesObject): [KubernetesObject, ...KubernetesObject[]] {
  switch (object.kind) {
    case 'Deployment':
      return rolledOut(object);
    case 'Pod':
      return [ran(object)];
    default:
      return [object];
  }
}

function rolledOut(deployment: KubernetesObject): [KubernetesObject, ...KubernetesObject[]] {
  const {
    replicas = 1,
    template,
    selector,
  } = deployment.spec as { replicas?: number; template: Template; selector: object };
  const { name, generation, namespace, uid } = deployment.metadata;
  const counts = {
    replicas,
    updatedReplicas: replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
  };
  const status = {
    observedGeneration: generation,
    ...counts,
    conditions: [{ type: 'Available', status: 'True' }],
  };
  const annotations = {
    ...deployment.metadata.annotations,
    'deployment.kubernetes.io/revision': String(generation),
  };
  const owned = (owner: KubernetesObject['metadata'], kind: string) => ({
    namespace: namespace!,
    labels: template.metadata?.labels ?? {},
    annotations,
    ownerReferences: [{ apiVersion: 'apps/v1', kind, name: owner.name, uid: owner.uid, controller: true }],
  });
  const set: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `${name}-${String(generation)}`, ...owned({ name, uid }, 'Deployment') },
    spec: { replicas, selector, template },
    status: counts,
  };
  const pod: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-0`, ...owned(set.metadata, 'ReplicaSet') },
    spec: template.spec,
  };
  return [{ ...deployment, metadata: { ...deployment.metadata, annotations }, status }, set, pod];
}

function ran(pod: KubernetesObject): KubernetesObject {
  const { restartPolicy, containers } = pod.spec as {
    restartPolicy?: string;
    containers: { name: string; image: string }[];
  };
  const isOver = restartPolicy === 'Never';
  const conditions = [{ type: 'Ready', status: isOver ? 'False' : 'True' }];
  const containerStatuses = containers.map(({ name, image }) => ({
    ...{ name, image, ready: !isOver, restartCount: 0 },
    state: isOver ? { terminated: { exitCode: 0 } } : { running: { startedAt: '2026-01-01T00:00:00Z' } },
  }));
  return { ...pod, status: { phase: isOver ? 'Succeeded' : 'Running', conditions, containerStatuses } };
}
