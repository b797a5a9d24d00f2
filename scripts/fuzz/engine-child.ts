import { workThrough } from './child.js';
import { openTarget, type TargetName } from './targets.js';

await workThrough((name) => openTarget(name as TargetName));
