import type { Plan } from '../plan.js';

export const conformance: Plan = {
  addresses: async (house) => ({ 'http://localhost:8000': (await house.server('open')).url }),
  rules: [{ replace: { resnet50: 'tetrapod-simulated' }, output: { figures: true, excerpt: true } }],
};
