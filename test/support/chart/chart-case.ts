/** A change of the chart's values, and what it changes: place in what is rendered, separated by spaces, and its value. */
export interface ChartCase {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
}
