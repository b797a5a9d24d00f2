import type { Plan } from '../plan.js';

export const readme: Plan = {};
