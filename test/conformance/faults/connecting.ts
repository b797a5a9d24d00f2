import { accepting, askedBody, type Body, type WrongServer } from './wrong-server.js';

/** Wrong in what is not in the JSON. */
export const WRONG_IN_CONNECTING: WrongServer[] = [
  {
    does: 'sends JSON as text',
    faults: () => ({ answer: (answer) => ({ ...answer, headers: { 'Content-Type': 'text/plain' } }) }),
    fails: {
      'http.content-type': /GET \/v2: expected Content-Type application\/json, received "text\/plain"/,
    },
  },
  {
    does: 'sends refusals without a type',
    faults: () => ({
      answer: (answer) => (answer.complaint ? { ...answer, headers: { 'Content-Type': undefined } } : answer),
    }),
    fails: { 'http.content-type': /a refusal: expected Content-Type application\/json, received nothing/ },
  },
  accepting('path', ['http.path.unknown'], 'any path'),
  accepting('method', ['http.method.infer', 'http.method.metadata'], 'any method'),
  {
    does: 'closes the connection when it refuses',
    faults: () => ({
      answer: (answer) => (answer.complaint ? { ...answer, headers: { Connection: 'close' } } : answer),
    }),
    fails: { 'http.keep-alive': /expected the connection to stay open, it was closed/ },
  },
  {
    does: 'knows one id at a time',
    server: { delayMs: () => 10 },
    faults: () => {
      let last: string | undefined;
      return {
        seize: (asked) => {
          last = askedBody(asked).id;
          return false;
        },
        answer: (answer) =>
          answer.status === 200 && 'outputs' in (answer.body as Body) && 'model_name' in (answer.body as Body)
            ? { ...answer, body: { ...(answer.body as Body), id: last } }
            : answer,
      };
    },
    fails: { 'http.concurrent': /expected "id" to be "request \d+", received "request \d+"/ },
  },
  {
    does: 'hands the answer of one request to another',
    faults: () => {
      let previous: Body | undefined;
      return {
        answer: (answer, asked) => {
          const { id } = askedBody(asked);
          if (id?.startsWith('request ') !== true) return answer;
          const body = answer.body as Body;
          const outputs = (previous ?? body).outputs;
          previous = body;
          return { ...answer, body: { ...body, outputs } };
        },
      };
    },
    fails: { 'http.concurrent': /request \d+ of 16 at once: element 0 of output 'logits' is .* instead of/ },
  },
  {
    does: 'breaks off in the middle of an answer',
    faults: () => ({
      seize: ({ path }, response) => {
        if (!path.endsWith('/infer')) return false;
        response.writeHead(200, { 'Content-Length': '100' }).write('{"outputs":');
        setImmediate(() => response.destroy());
        return true;
      },
    }),
    fails: { 'infer.flat': /POST .*\/infer: no whole answer: / },
    alsoOthers: true,
  },
  {
    does: 'never answers',
    timeoutMs: 300,
    faults: () => ({ seize: ({ path }) => path.endsWith('/live') }),
    fails: { 'server.live': /GET \/v2\/health\/live: no whole answer within 300 ms/ },
    alsoOthers: true,
  },
];
