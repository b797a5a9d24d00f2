/** TIFFs whose directories lie, loop or lead nowhere. */
import type { HostileFile } from '../hostile-file.js';
import { tiffDirectories } from './directories.js';
import { tiffStripCounts, tiffStrips } from './strips.js';
import { tiffSamples } from './samples.js';

export function oddTiffs(): HostileFile[] {
  return [...tiffDirectories(), ...tiffStrips(), ...tiffSamples(), ...tiffStripCounts()];
}
