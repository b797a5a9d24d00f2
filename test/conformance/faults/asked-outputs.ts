import { askedBody } from './wrong-server.js';

export const INFER = /\/infer$/;

/** Whether the outputs of a request shall be binary, all of them. */
export const asksForAll = (asked: Parameters<typeof askedBody>[0]) =>
  askedBody(asked).parameters?.binary_data_output === true;

/** Whether one of them shall be binary. */
export const asksForOne = (asked: Parameters<typeof askedBody>[0]) =>
  askedBody(asked).outputs?.some(({ parameters }) => parameters?.binary_data === true) === true;

/** How many classes a request asks for, if any. */
export const classesAsked = (asked: Parameters<typeof askedBody>[0]) =>
  askedBody(asked).outputs?.find(({ parameters }) => parameters?.classification)?.parameters?.classification;
