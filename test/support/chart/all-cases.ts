import type { ChartCase } from './chart-case.js';
import { MODEL_CASES } from './models.js';
import { MONITORING_CASES } from './monitoring.js';
import { NAME_CASES } from './names-and-images.js';
import { NETWORK_CASES } from './network.js';
import { POD_CASES } from './pods.js';
import { SETTING_CASES } from './settings.js';

/**
 * Every value of the chart, and what it does. `container`, `init` and `pod` are those of the Deployment; `env`, `mounts`,
 * `volumes` are theirs by name; `objects` are the kinds; `egress` the ports of the network policy's rules.
 */
export const CASES: readonly ChartCase[] = [
  ...NAME_CASES,
  ...SETTING_CASES,
  ...MODEL_CASES,
  ...POD_CASES,
  ...NETWORK_CASES,
  ...MONITORING_CASES,
];
