import { bombs } from './bombs/bombs.js';
import { checksums } from './checksums.js';
import { bitFlips, truncated } from './damage.js';
import { frames } from './frames.js';
import type { HostileFile } from './hostile-file.js';
import { metadata } from './metadata/metadata.js';
import { oddBmps } from './odd-bmps.js';
import { oddGifs } from './odd-gifs.js';
import { oddJpegs } from './odd-jpegs.js';
import { oddPngs } from './odd-pngs.js';
import { oddTiffs } from './odd-tiffs/odd-tiffs.js';
import { oddWebps } from './odd-webps.js';
import { polyglots } from './polyglots.js';
import { references } from './references.js';
import { scans } from './scans.js';
import { sizes } from './sizes/sizes.js';

/** All hostile files, those that are too long for the repository as well. None is made before it is asked for. */
export function hostileCorpus(): HostileFile[] {
  return [
    ...bombs(),
    ...sizes(),
    ...truncated(),
    ...bitFlips(),
    ...checksums(),
    ...polyglots(),
    ...metadata(),
    ...frames(),
    ...scans(),
    ...references(),
    ...oddJpegs(),
    ...oddPngs(),
    ...oddGifs(),
    ...oddWebps(),
    ...oddBmps(),
    ...oddTiffs(),
  ];
}
