import { spawnSync } from 'node:child_process';
import { toolPath } from './tools.js';

export const CHART = 'deploy/helm/tetrapod';

export interface RenderOptions {
  release?: string;
  namespace?: string;
  /** Leaves out the pods of `helm test`. */
  skipTests?: boolean;
}

/** Helm's own words about values that it does not take. */
class ChartError extends Error {}

/**
 * The chart's objects as YAML, as `helm template` renders them with these values over the chart's own.
 * @throws ChartError with Helm's message
 */
export function renderChart(
  values: object,
  { release = 'tetrapod', namespace = 'tetrapod', skipTests = false }: RenderOptions = {},
): string {
  return helm(
    [
      'template',
      release,
      CHART,
      '--namespace',
      namespace,
      '--values',
      '-',
      ...(skipTests ? ['--skip-tests'] : []),
    ],
    JSON.stringify(values),
  );
}

/** @throws ChartError with what helm wrote if it fails */
export function helm(args: string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(toolPath('helm'), args, {
    encoding: 'utf8',
    input,
    timeout: 60_000,
  });
  if (error) throw error;
  if (status !== 0) throw new ChartError((stderr || stdout).trim());
  return stdout;
}
