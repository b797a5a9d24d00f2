/** One query of a panel. */
export interface Query {
  /** PromQL, with the variables of Grafana. */
  readonly expr: string;
  /** What the legend says, with `{{label}}` for values; the value's name where it has no labels. */
  readonly legend: string;
}

/** A panel without its place and without what Grafana wants of every one (dashboard.ts adds both). */
export interface Panel {
  readonly type: 'timeseries' | 'stat' | 'heatmap' | 'table';
  readonly title: string;
  /** What it shows and how to read it. */
  readonly description: string;
  /** One of Grafana's: s, bytes, percentunit, reqps, short, ... */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** Of 24 columns. */
  readonly width: number;
  /** Areas on top of one another: where the parts make a whole. */
  readonly isStacked?: boolean;
}

/** A heading, and the panels below it from left to right. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** The replicas that are looked at: for what servers expose. */
export const REPLICAS = 'namespace=~"$namespace", job=~"$job", pod=~"$pod", instance=~"$instance"';
/** The deployments that are looked at: for what the recording rules add up over their replicas. */
export const JOBS = 'namespace=~"$namespace", job=~"$job"';

export const query = (expr: string, legend: string): Query => ({ expr, legend });

type Figures = Omit<Panel, 'type' | 'title' | 'width'> & { width?: number };

export const graph = (title: string, figures: Figures): Panel => ({
  type: 'timeseries',
  title,
  width: 8,
  ...figures,
});
export const number = (title: string, figures: Figures): Panel => ({
  type: 'stat',
  title,
  width: 4,
  ...figures,
});
/** One query, whose legend is the label `le` of a histogram. */
export const heatmap = (title: string, figures: Figures): Panel => ({
  type: 'heatmap',
  title,
  width: 8,
  ...figures,
});
/** The labels of what its one query finds, a line each. */
export const table = (title: string, figures: Figures): Panel => ({
  type: 'table',
  title,
  width: 12,
  ...figures,
});

/** A sum of a counter's rate, of all replicas that are looked at. */
export function rate(counter: string, { by = '', where = '' } = {}): string {
  const selector = [REPLICAS, where].filter(Boolean).join(', ');
  return `sum${by && ` by (${by})`} (rate(${counter}{${selector}}[$__rate_interval]))`;
}

/** Quantiles of a histogram, over all replicas that are looked at. */
export function quantiles(
  histogram: string,
  wanted: readonly number[],
  { by = '', where = '', legend = '' } = {},
): Query[] {
  return wanted.map((q) =>
    query(
      `histogram_quantile(${q}, ${rate(`${histogram}_bucket`, { by: by ? `le, ${by}` : 'le', where })})`,
      `p${q * 100}${legend && ` ${legend}`}`,
    ),
  );
}
