import type { Plan } from '../plan.js';

export const api: Plan = {
  rules: [
    { under: 'A batch, line by line', output: { anyOrder: true } },
    { under: 'With a key', server: 'locked' },
  ],
};
