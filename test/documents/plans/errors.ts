import type { Plan } from '../plan.js';

/** Every problem is brought about where the contract is tested, and compared with the example of its code. */
export const errors: Plan = { rules: [{ language: 'json', elsewhere: 'test/contract/statuses.spec.ts' }] };
