import { describe, expect, it } from '@jest/globals';
import { isGatewayFailure, ownProblem, problemOf } from '../../playground/src/problem.js';

const DOCUMENT = {
  type: 'urn:tetrapod:problem:rate_limited',
  title: 'There were too many requests in a short time',
  status: 429,
  detail: 'expected at most 3 requests',
  code: 'rate_limited',
  request_id: 'r-1',
};
const answer = (more: object = {}) => ({
  status: 429,
  contentType: 'application/problem+json',
  requestId: 'r-1',
  retryAfter: '10',
  text: JSON.stringify(DOCUMENT),
  ...more,
});

describe('problemOf', () => {
  it('has all that the document says, what to do, and when', () => {
    const { text, ...problem } = problemOf(answer());
    expect(problem).toEqual({
      title: DOCUMENT.title,
      detail: DOCUMENT.detail,
      status: 429,
      code: 'rate_limited',
      requestId: 'r-1',
      fields: [],
      remedy: expect.stringContaining('Retry-After') as unknown as string,
      retryAfter: 10,
    });
    expect(JSON.parse(text)).toEqual(DOCUMENT);
  });

  it('lists wrong fields', () => {
    const errors = [{ field: 'grid', detail: 'expected 2 to 14' }];
    const text = JSON.stringify({ ...DOCUMENT, code: 'validation_failed', errors });
    expect(problemOf(answer({ text })).fields).toEqual(['grid: expected 2 to 14']);
  });

  it.each([
    ['another type', { contentType: 'text/html', text: '<h1>Too many</h1>' }],
    ['no type', { contentType: null, text: '' }],
    ['no JSON', { text: '{' }],
    ['JSON of something else', { text: '{"title":"x"}' }],
    ['null', { text: 'null' }],
  ])('says that the answer is not the server’s: %s', (_name, more) => {
    const problem = problemOf(answer(more));
    expect(problem.title).toBe("The answer was 429, and not the server's own");
    expect(problem).toMatchObject({ code: undefined, status: 429, requestId: 'r-1', retryAfter: 10 });
  });

  it.each([null, '', 'Wed, 21 Oct 2026 07:28:00 GMT', '1.5'])(
    'knows no time for Retry-After: %j',
    (retryAfter) => {
      expect(problemOf(answer({ retryAfter })).retryAfter).toBeUndefined();
    },
  );
});

describe('isGatewayFailure', () => {
  it.each([
    [502, 'text/html', true],
    [503, null, true],
    [504, 'text/html; charset=utf-8', true],
    [503, 'application/problem+json', false],
    [500, 'text/html', false],
    [404, 'text/html', false],
  ])('%d with %s: %s', (status, contentType, isOne) => {
    expect(isGatewayFailure(answer({ status, contentType }))).toBe(isOne);
  });
});

describe('ownProblem', () => {
  it('has words of the page, which can be copied', () => {
    expect(ownProblem('A', 'B')).toMatchObject({ title: 'A', detail: 'B', code: undefined, text: 'A\nB' });
  });
});
