import type { ByteBudget } from './byte-budget.js';
import type { HttpRules } from './http-get.js';
import type { PullReporter } from './pull-progress.js';
import type { Clock, RetryPolicy } from './retry.js';

/** What all requests of one pull share. */
export interface DownloadContext {
  /** The model as messages call it. */
  model: string;
  /** The Hub, where its headers may be believed. */
  endpoint?: URL | undefined;
  rules: HttpRules;
  policy: RetryPolicy;
  clock: Clock;
  budget: ByteBudget;
  report: PullReporter;
}
