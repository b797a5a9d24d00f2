import type { Plan } from '../plan.js';
import { A_DIGEST } from './deployment.js';

export const operations: Plan = {
  prepare: async (session) => {
    const { code, stderr } = await session.bash(DEPLOYED, {
      RUNNING: `ghcr.io/me/tetrapod@${A_DIGEST.replaceAll('a', 'b')}`,
    });
    if (code !== 0) throw new Error(stderr);
  },
  rules: [
    { under: 'First steps', server: 'locked', env: { PREVIOUS_IMAGE: `ghcr.io/me/tetrapod@${A_DIGEST}` } },
    { under: 'On one machine', elsewhere: 'test/system/operations-on-one-machine.spec.ts' },
    { under: 'In a cluster', elsewhere: 'test/system/operations-in-a-cluster.spec.ts' },
    { language: 'promql', elsewhere: 'test/system/dashboard.spec.ts' },
  ],
};

/** What runs before anybody looks: the overlay of production, with an image in place of the placeholder. */
const DEPLOYED = `
kubectl create namespace tetrapod
kubectl kustomize deploy/kubernetes/overlays/production | sed "s#image: ghcr.io/OWNER/tetrapod.*#image: $RUNNING#" |
  kubectl --namespace tetrapod apply --filename -`;
