import type { Plan } from '../plan.js';

/** They change the sources, build them and start the server: in a checkout of their own. */
export const guide: Plan = { rules: [{ elsewhere: 'test/system/guides.spec.ts' }] };
