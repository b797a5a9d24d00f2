import type { Block } from '../blocks.js';
import type { Check } from '../plan.js';
import { acceptedVariables } from './variables.js';
import { drawable } from './mermaid.js';
import { hasKind, validManifest } from './manifest.js';

/** How blocks that are no programs are proved where the plan says nothing else. */
export const checksByLanguage: Record<string, { isFor: (block: Block) => boolean; check: Check }> = {
  env: { isFor: () => true, check: acceptedVariables },
  mermaid: { isFor: () => true, check: drawable },
  yaml: { isFor: hasKind, check: validManifest },
};
