import type { Plan } from './plan.js';
import { api } from './plans/api.js';
import { cli } from './plans/cli.js';
import { configuration } from './plans/configuration.js';
import { conformance } from './plans/conformance.js';
import { contributing } from './plans/contributing.js';
import { deployment } from './plans/deployment.js';
import { errors } from './plans/errors.js';
import { fidelity } from './plans/fidelity.js';
import { guide } from './plans/guides.js';
import { models } from './plans/models.js';
import { operations } from './plans/operations.js';
import { readme } from './plans/readme.js';
import { remoteInference } from './plans/remote-inference.js';
import { security } from './plans/security.js';
import { benchmarks, chart, client, metrics, openInference } from './plans/small.js';
import { tracing } from './plans/tracing.js';

/** How the blocks of each document are run. A document that is not here has only blocks that need nothing said. */
export const PLANS: Record<string, Plan> = {
  'CONTRIBUTING.md': contributing,
  'README.md': readme,
  'clients/typescript/README.md': client,
  'deploy/helm/tetrapod/README.md': chart,
  'docs/api.md': api,
  'docs/benchmarks.md': benchmarks,
  'docs/cli.md': cli,
  'docs/configuration.md': configuration,
  'docs/conformance.md': conformance,
  'docs/deployment.md': deployment,
  'docs/errors.md': errors,
  'docs/fidelity.md': fidelity,
  'docs/guides/add-a-decode-engine.md': guide,
  'docs/guides/add-a-provider.md': guide,
  'docs/guides/add-an-error-code.md': guide,
  'docs/metrics.md': metrics,
  'docs/models.md': models,
  'docs/open-inference.md': openInference,
  'docs/operations.md': operations,
  'docs/remote-inference.md': remoteInference,
  'docs/security.md': security,
  'docs/tracing.md': tracing,
};

export const planOf = (document: string): Plan => (Object.hasOwn(PLANS, document) ? PLANS[document]! : {});
