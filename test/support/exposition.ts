/** One line of Prometheus's text format. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export type Labels = Record<string, string>;

/**
 * What a scrape has brought (Prometheus, "Exposition formats", text format 0.0.4).
 * @throws Error for a line that is none of the format
 */
export class Exposition {
  /** By the names of families. */
  readonly types = new Map<string, string>();
  readonly samples: Sample[] = [];

  constructor(text: string) {
    for (const line of text.split('\n')) {
      const [, family, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
      if (family !== undefined) this.types.set(family, type!);
      else if (line !== '' && !line.startsWith('#')) this.samples.push(toSample(line));
    }
  }

  /** The samples of a name that have these labels, and perhaps others. */
  find(name: string, labels: Labels = {}): Sample[] {
    const wanted = Object.entries(labels);
    return this.samples.filter(
      (sample) => sample.name === name && wanted.every(([label, value]) => sample.labels[label] === value),
    );
  }

  /** The sum of their values; 0 where there are none. */
  sum(name: string, labels: Labels = {}): number {
    return this.find(name, labels).reduce((sum, { value }) => sum + value, 0);
  }

  /** The names and labels of all samples, each once. */
  get series(): Set<string> {
    return new Set(this.samples.map(({ name, labels }) => `${name}${JSON.stringify(labels)}`));
  }
}

function toSample(line: string): Sample {
  const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === undefined) throw new Error(`expected a sample, received ${line}`);
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)",?/g)];
  return {
    name,
    labels: Object.fromEntries(pairs.map(([, label, text]) => [label!, unescape(text!)])),
    value: value === 'Nan' ? NaN : Number(value),
  };
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
