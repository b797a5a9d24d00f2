import type { Plan } from '../plan.js';

/** npm itself says before what it starts. */
export const configuration: Plan = { rules: [{ language: 'console', exit: 1, output: { excerpt: true } }] };
