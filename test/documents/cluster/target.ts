import { Status, type KubernetesObject } from './kubernetes-object.js';
import { pathOf, RESOURCES, type Resource } from './resources.js';

/** One request for objects, read from its path. */
export interface Target {
  resource: Resource;
  namespace: string;
  name: string;
  subresource: string;
}

/** @throws Status where the cluster has no such kind */
export function targetOf(path: string): Target {
  for (const resource of RESOURCES) {
    const place = resource.isNamespaced ? '(?:/namespaces/([^/]+))?' : '()';
    const found = new RegExp(
      `^/${pathOf(resource.api)}${place}/${resource.name}(?:/([^/]+))?(?:/([^/]+))?$`,
    ).exec(path);
    // /namespaces/NAME/pods is of the pods.
    if (!found || (!resource.isNamespaced && found[3] !== undefined)) continue;
    const [, namespace = '', name = '', subresource = ''] = found;
    return { resource, namespace, name, subresource };
  }
  throw new Status(404, 'NotFound', `the make-believe cluster has nothing at ${path}`);
}

/** Where an object is kept; without a name the beginning of all of them. */
export const pathTo = ({ resource, namespace, name }: Target): string =>
  `${resource.api} ${resource.name}/${namespace === '' ? '' : `${namespace}/`}${name}`;

/** By the field and label selectors of a list. */
export function isSelected({ metadata }: KubernetesObject, query: URLSearchParams): boolean {
  const fields = (query.get('fieldSelector') ?? '').split(',').filter((each) => each !== '');
  const labels = (query.get('labelSelector') ?? '').split(',').filter((each) => each !== '');
  const isEqual = (wish: string, of: Record<string, unknown>) => {
    const [name, value] = wish.split(/==?/);
    return of[name!] === value;
  };
  return (
    fields.every((wish) => isEqual(wish.replace('metadata.', ''), metadata)) &&
    labels.every((wish) => isEqual(wish, metadata.labels ?? {}))
  );
}
