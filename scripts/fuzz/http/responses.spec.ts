import { describe, expect, it } from '@jest/globals';
import { PROBLEMS } from '../../../src/errors.js';
import { Finding } from '../target.js';
import { judgeResponse, readResponses } from './responses.js';

const { title } = PROBLEMS.not_found;
const problem = {
  type: 'urn:tetrapod:problem:not_found',
  title,
  status: 404,
  detail: 'x',
  code: 'not_found',
  request_id: '1',
};

function answer(status: number, body: string, type = 'application/problem+json'): Buffer {
  return Buffer.from(
    `HTTP/1.1 ${status} X\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
}

function verdict(bytes: Buffer): string {
  try {
    return readResponses(bytes, false, true)
      .responses.map((response) => judgeResponse(response, false))
      .join(', ');
  } catch (error) {
    if (error instanceof Finding) return `finding ${error.kind}`;
    throw error;
  }
}

describe('judgeResponse', () => {
  it('takes successes and whole, documented problems', () => {
    expect(verdict(answer(200, '{}', 'application/json'))).toBe('200');
    expect(verdict(answer(404, JSON.stringify(problem)))).toBe('404 not_found');
  });

  it.each([
    { what: 'a status that nobody documented', bytes: answer(418, '{}'), kind: 'undocumented_status' },
    { what: 'a redirection', bytes: answer(302, ''), kind: 'undocumented_status' },
    { what: 'HTML in place of a problem', bytes: answer(404, '<p>', 'text/html'), kind: 'no_problem' },
    { what: 'half a problem', bytes: answer(404, '{"type":'), kind: 'no_json' },
    { what: 'a success that is no JSON', bytes: answer(200, '{', 'application/json'), kind: 'no_json' },
    {
      what: 'a problem of another status',
      bytes: answer(400, JSON.stringify(problem)),
      kind: 'wrong_problem',
    },
    {
      what: 'a problem without a detail',
      bytes: answer(404, JSON.stringify({ ...problem, detail: '' })),
      kind: 'wrong_problem',
    },
    {
      what: 'a problem of an unknown code',
      bytes: answer(404, JSON.stringify({ ...problem, code: 'toString' })),
      kind: 'wrong_problem',
    },
    {
      what: 'a fault of the server',
      bytes: answer(
        500,
        JSON.stringify({
          ...problem,
          type: 'urn:tetrapod:problem:worker_crashed',
          title: PROBLEMS.worker_crashed.title,
          status: 500,
          code: 'worker_crashed',
        }),
      ),
      kind: 'fault',
    },
    { what: 'what is no HTTP', bytes: Buffer.from('hello\r\n\r\n'), kind: 'no_http' },
  ])('reports $what', ({ bytes, kind }) => {
    expect(verdict(bytes)).toBe(`finding ${kind}`);
  });
});

describe('readResponses', () => {
  it('reads one behind the other, chunked or not, and passes over interim ones', () => {
    const bytes = Buffer.concat([
      Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'),
      Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n'),
      answer(404, JSON.stringify(problem)),
    ]);
    const { responses, hasRest } = readResponses(bytes, false, true);
    expect(responses.map(({ status, body }) => `${status} ${body.slice(0, 3)}`)).toEqual([
      '200 abc',
      '404 {"t',
    ]);
    expect(hasRest).toBe(false);
  });

  it('tells that an answer is cut', () => {
    const bytes = answer(404, JSON.stringify(problem));
    expect(readResponses(bytes.subarray(0, -1), false, true)).toEqual({ responses: [], hasRest: true });
    expect(readResponses(bytes.subarray(0, 30), false, true).hasRest).toBe(true);
  });

  it('knows that an answer to HEAD has no body', () => {
    const bytes = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n');
    expect(readResponses(bytes, true, true).responses).toHaveLength(1);
    expect(readResponses(bytes, false, true).responses).toHaveLength(0);
  });
});
