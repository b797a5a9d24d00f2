import { jsonMessage, type InferMessage, type JsonInput } from '../client/infer-request.js';
import type { Subject } from '../subject.js';

/** A request that no server can answer. */
export interface Malformed {
  id: string;
  /** Ends the sentence "is refused: ...". */
  title: string;
  spec: string;
  message: (subject: Subject) => Promise<InferMessage>;
}

/** A valid request in which the first input is another one. */
export const withInput =
  (change: (input: JsonInput) => object) =>
  async (subject: Subject): Promise<InferMessage> => {
    const [first, ...others] = (await subject.jsonRequest()).inputs;
    return jsonMessage({ inputs: [change(first!), ...others] });
  };

/** A valid request with other fields. */
export const withFields =
  (fields: object) =>
  async (subject: Subject): Promise<InferMessage> =>
    jsonMessage({ ...(await subject.jsonRequest()), ...fields });
