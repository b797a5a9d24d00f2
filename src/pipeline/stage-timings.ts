/** How long each stage of one request took, in milliseconds, in the order in which they ran, without overlap. */
export interface StageTimings {
  base64: number;
  decode: number;
  preprocess: number;
  inference: number;
}
