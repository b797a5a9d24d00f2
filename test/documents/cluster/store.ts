import { controlled } from './controllers.js';
import { Status, type KubernetesObject } from './kubernetes-object.js';
import { RESOURCES } from './resources.js';
import { isSelected, pathTo, type Target } from './target.js';

/** What happens to an object, as watchers are told. */
export interface Change {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubernetesObject;
}

/** How an object is written. */
export interface Writing {
  /** It must not be there yet. */
  isNew?: boolean;
  /** Only says what would be. */
  isDry?: boolean;
}

/** The objects of a cluster. It takes nothing into a namespace that is not there. */
export class Store {
  private readonly objects = new Map<string, KubernetesObject>();
  private readonly watchers = new Set<{ below: string; tell: (change: Change) => void }>();
  private version = 100;

  get resourceVersion(): string {
    return String(this.version);
  }

  find(target: Target): KubernetesObject | undefined {
    return this.objects.get(pathTo(target));
  }

  /** @throws Status */
  read(target: Target): KubernetesObject {
    const object = this.find(target);
    if (!object) throw new Status(404, 'NotFound', `${target.resource.name} "${target.name}" not found`);
    return object;
  }

  list(target: Target, query: URLSearchParams): KubernetesObject[] {
    const below = pathTo({ ...target, name: '' });
    const found = [...this.objects].filter(
      ([path, object]) => path.startsWith(below) && isSelected(object, query),
    );
    return found.map(([, object]) => object);
  }

  /** Puts an object where it belongs by its kind, its namespace and its name. */
  put(object: KubernetesObject): void {
    const resource = RESOURCES.find(({ api, kind }) => api === object.apiVersion && kind === object.kind)!;
    const namespace = resource.isNamespaced ? (object.metadata.namespace ?? 'default') : '';
    this.write({ resource, namespace, name: object.metadata.name, subresource: '' }, object);
  }

  /** @throws Status */
  write(
    target: Target,
    given: KubernetesObject,
    { isNew = false, isDry = false }: Writing = {},
  ): KubernetesObject {
    const { resource, namespace, name } = target;
    if (given.kind !== resource.kind || given.metadata.name !== name) {
      const received = `${given.kind} ${given.metadata.name}`;
      throw new Status(400, 'BadRequest', `expected a ${resource.kind} ${name}, received ${received}`);
    }
    if (resource.isNamespaced && !this.objects.has(`v1 namespaces/${namespace}`)) {
      throw new Status(404, 'NotFound', `namespaces "${namespace}" not found`);
    }
    const old = this.find(target);
    if (isNew && old) throw new Status(409, 'AlreadyExists', `${resource.name} "${name}" already exists`);
    const version = String(++this.version);
    const [object, ...made] = controlled({
      ...given,
      metadata: {
        ...{
          uid: `00000000-0000-4000-8000-${version.padStart(12, '0')}`,
          creationTimestamp: '2026-01-01T00:00:00Z',
        },
        ...given.metadata,
        ...(resource.isNamespaced && { namespace }),
        ...{ resourceVersion: version, generation: Number(old?.metadata.generation ?? 0) + 1 },
      },
    });
    if (isDry) return object;
    this.objects.set(pathTo(target), object);
    this.tell(target, { type: old ? 'MODIFIED' : 'ADDED', object });
    for (const each of made) this.put(each);
    return object;
  }

  /** @throws Status */
  delete(target: Target): KubernetesObject {
    const object = this.read(target);
    this.objects.delete(pathTo(target));
    this.tell(target, { type: 'DELETED', object });
    return object;
  }

  /** @returns what ends it */
  watch(target: Target, tell: (change: Change) => void): () => void {
    const watcher = { below: pathTo({ ...target, name: '' }), tell };
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  private tell(target: Target, change: Change): void {
    for (const { below, tell } of this.watchers) if (pathTo(target).startsWith(below)) tell(change);
  }
}
