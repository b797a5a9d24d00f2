import { HEADER_LENGTH } from '../client/infer-reply.js';
import { json, type Answer, type Asked, type Faults } from '../fake/fake-exchange.js';
import type { FakeOipServerOptions } from '../fake/fake-oip-server.js';
import type { Complaint } from '../fake/refusal.js';
import { decodeElements, encodeElements, type Element } from '../tensor/elements.js';
import type { Datatype } from '../tensor/datatype.js';

/** A server that does wrong in one respect, and the cases that must notice it. */
export interface WrongServer {
  /** What it does; the end of "a server that ...". */
  does: string;
  /** Made anew for each server, as some remember what came before. */
  faults: () => Faults;
  server?: FakeOipServerOptions;
  /** How long the kit waits for an answer, where the fault is that there is none. */
  timeoutMs?: number;
  /** Each case that does not pass, and what its reason says. */
  fails: Record<string, RegExp>;
  /** Whether further cases fail because they see the same, so that a list of them would say nothing. */
  alsoOthers?: true;
}

/** An answer of the fake server as its faults change it. */
export interface Body {
  model_name?: string;
  model_version?: string;
  id?: string;
  outputs: Output[];
}

export interface Output {
  name: string;
  datatype: Datatype;
  shape: number[];
  data?: Element[];
  parameters?: { binary_data_size?: unknown };
}

/** A request for inference as faults look at it; empty where the body is no JSON. */
export interface AskedBody {
  id?: string;
  parameters?: { binary_data_output?: boolean };
  inputs?: { name?: string; datatype?: string; data?: unknown[]; parameters?: object }[];
  outputs?: { name: string; parameters?: { binary_data?: boolean; classification?: number } }[];
}

export function askedBody({ headers, body }: Asked): AskedBody {
  const head = headers[HEADER_LENGTH];
  try {
    return JSON.parse(
      body.subarray(0, head === undefined ? body.length : Number(head)).toString(),
    ) as AskedBody;
  } catch {
    return {};
  }
}

export const hasBinaryInput = ({ headers }: Asked): boolean => headers[HEADER_LENGTH] !== undefined;
export const isPicture = (asked: Asked): boolean =>
  askedBody(asked).inputs?.some(({ datatype }) => datatype === 'BYTES') === true;

/** Changes the answer to every request whose path matches, and that was not refused. */
export const at = (path: RegExp, change: (answer: Answer, asked: Asked) => Answer) => (): Faults => ({
  answer: (answer, asked) =>
    path.test(asked.path) && answer.status === 200 ? change(answer, asked) : answer,
});

/** Other fields in the body at some paths. */
export const withFields = (path: RegExp, fields: object) =>
  at(path, (answer) => ({ ...answer, body: { ...(answer.body as object), ...fields } }));

export const withStatus = (path: RegExp, status: number) => at(path, (answer) => ({ ...answer, status }));

/** Changes the body of right answers to POST .../infer where a request is of some kind. */
export const inferring = (
  change: (body: Body, asked: Asked) => object,
  when: (asked: Asked) => boolean = () => true,
) =>
  at(/\/infer$/, (answer, asked) =>
    when(asked) ? { ...answer, body: change(answer.body as Body, asked) } : answer,
  );

/** Refuses requests of some kind that are right. */
export const refusing = (when: (asked: Asked) => boolean) =>
  at(/\/infer$/, (answer, asked) => (when(asked) ? json({ error: 'not today' }, 400) : answer));

/** Changes each output of a body. */
export const eachOutput = (change: (output: Output, index: number) => Output) => (body: Body) => ({
  ...body,
  outputs: body.outputs.map(change),
});

/** Adds a number to the elements of outputs in JSON. */
export const adding = (by: (index: number, length: number) => number) =>
  eachOutput((output) => ({
    ...output,
    data: output.data!.map((element, index) =>
      typeof element === 'number' ? element + by(index, output.data!.length) : element,
    ),
  }));

/** Outputs that are binary, in JSON. */
export function asJson(answer: Answer): Answer {
  let taken = 0;
  const body = eachOutput(({ parameters, ...output }) => {
    const size = parameters?.binary_data_size;
    if (typeof size !== 'number') return output;
    taken += size;
    return { ...output, data: decodeElements(answer.tail.subarray(taken - size, taken), output.datatype) };
  })(answer.body as Body);
  return { ...answer, body, tail: Buffer.alloc(0) };
}

/** Outputs that are in JSON, binary. */
export function asBinary(answer: Answer): Answer {
  const plain = asJson(answer);
  const tails: Buffer[] = [];
  const body = eachOutput(({ data, ...output }) => {
    const bytes = encodeElements(data!, output.datatype);
    tails.push(bytes);
    return { ...output, parameters: { binary_data_size: bytes.length } };
  })(plain.body as Body);
  return { ...plain, body, tail: Buffer.concat(tails) };
}

const ACCEPTED = /expected .*(status 4|refused).*received 200/;

/** A server that answers 200 where it has a complaint, and the cases that must notice. */
export function accepting(complaint: Complaint, cases: string[], does: string): WrongServer {
  const isMalformed = cases.some((id) => id.startsWith('errors.'));
  return {
    does: `takes ${does}`,
    faults: () => ({
      answer: (answer) =>
        answer.complaint === complaint ? json({ model_name: 'linear', outputs: [] }) : answer,
    }),
    fails: {
      ...Object.fromEntries(cases.map((id) => [id, ACCEPTED])),
      ...(isMalformed && { 'errors.status-400': /expected status 400, received .*200/ }),
    },
  };
}
