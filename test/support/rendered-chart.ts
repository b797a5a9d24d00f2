import { parseAllDocuments } from 'yaml';
import { renderChart } from '../../scripts/chart/render.js';

type Fields = Record<string, unknown>;
type Named = Fields & { name: string };

interface PodSpec extends Fields {
  containers: (Named & { env: (Named & { value?: string; valueFrom?: Fields })[]; volumeMounts: Named[] })[];
  initContainers?: Named[];
  volumes: Named[];
}

/** What a release is made of, so that tests can name a place in it. */
export interface RenderedChart {
  readonly text: string;
  /** Objects by kind, and parts of the Deployment under names of their own. */
  readonly places: Fields;
}

export function rendered(values: object): RenderedChart {
  const text = renderChart(values);
  const objects = parseAllDocuments(text)
    .map((document) => document.toJS() as Fields | null)
    .filter((object) => object !== null);
  const byKind = Object.fromEntries(objects.map((object) => [object.kind as string, object]));
  const pod = valueAt(byKind, 'Deployment spec template spec') as PodSpec;
  const [container] = pod.containers;
  const egress = (valueAt(byKind, 'NetworkPolicy spec egress') ?? []) as { ports: { port: number }[] }[];
  return {
    text,
    places: {
      ...byKind,
      objects: objects
        .map((object) => object.kind as string)
        .sort()
        .join(' '),
      pod,
      container,
      init: pod.initContainers?.[0],
      env: Object.fromEntries(container!.env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom])),
      mounts: byName(container!.volumeMounts),
      volumes: byName(pod.volumes),
      egress: egress.map(({ ports }) => ports.map(({ port }) => port).join(' ')),
    },
  };
}

/** `Deployment spec replicas`; undefined where any part of the way is missing. */
export function valueAt(places: Fields, place: string): unknown {
  return place.split(' ').reduce<unknown>((value, key) => (value as Fields | undefined)?.[key], places);
}

function byName(list: Named[]): Record<string, Named> {
  return Object.fromEntries(list.map((entry) => [entry.name, entry]));
}
