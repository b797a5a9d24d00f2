export { arenaAlloc, arenaReset } from './arena';
export { base64Decode } from './base64';
export { normalize } from './normalize';
export { resizePush, resizeStart } from './resize';
