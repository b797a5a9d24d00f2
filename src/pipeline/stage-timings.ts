/** The stages of a classification, in the order in which they run. */
export type Stage = 'base64' | 'decode' | 'preprocess' | 'inference' | 'postprocess';

/** How long each stage of one request took, in milliseconds, without overlap; a stage that did not run is absent. */
export type StageTimings = Partial<Record<Stage, number>>;
