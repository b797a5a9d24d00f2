/** Everything that the host may call. */
export { arenaAlloc, arenaReset } from './arena';
export { base64Decode } from './base64';
export {
  jpegNextRows,
  jpegOpen,
  jpegRows,
  jpegScaledHeight,
  jpegScaledWidth,
  jpegStart,
} from './jpeg/decoder';
export { normalize } from './normalize';
export { resizePush, resizeStart } from './resize';
