/**
 * The stages of a classification, in the order in which they run. `queue` is all that passes between the server and a
 * worker: waiting for one that is free, and handing the picture over and the scores back.
 */
export type Stage = 'queue' | 'base64' | 'decode' | 'preprocess' | 'inference' | 'postprocess';

/** How long each stage of one request took, in milliseconds, without overlap; a stage that did not run is absent. */
export type StageTimings = Partial<Record<Stage, number>>;
