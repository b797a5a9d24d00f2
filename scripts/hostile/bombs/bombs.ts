/**
 * Sound pictures, small as files and as large as they may be as pixels, or larger. Those of 50 million pixels are
 * accepted: they show what the worst that is legal costs.
 */
import type { HostileFile } from '../hostile-file.js';
import { bombsWithinLimit } from './bombs-within-limit.js';
import { bombsBeyondLimit } from './bombs-beyond-limit.js';

export function bombs(): HostileFile[] {
  return [...bombsWithinLimit(), ...bombsBeyondLimit()];
}
