/** Writes deploy/monitoring/grafana/tetrapod.json (`npm run dashboard:write`). */
import { writeFileSync } from 'node:fs';
import { dashboard } from './dashboard.js';

const file = new URL('../../deploy/monitoring/grafana/tetrapod.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(dashboard(), null, 2)}\n`);
