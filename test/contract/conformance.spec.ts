import { describe, expect, it } from '@jest/globals';
import { Conformance } from './conformance.js';
import { operationsOf, type OpenApiDocument } from './document.js';
import type { Answer } from './exchange.js';

const DOCUMENT: OpenApiDocument = {
  paths: {
    '/things': {
      post: {
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1 } }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: {
          200: {
            headers: {
              'X-Count': { required: true, schema: { type: 'integer', minimum: 0 } },
              'X-Note': { schema: { type: 'string' } },
            },
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/Thing' } },
              'application/x-ndjson': {
                schema: { type: 'string' },
                'x-line-schema': { $ref: '#/components/schemas/Thing' },
              },
            },
          },
          400: {
            content: {
              'application/problem+json': {
                schema: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] },
                examples: { wrong_thing: {} },
              },
            },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        properties: { size: { type: 'number' }, lid: { $ref: '#/components/schemas/Lid' } },
        required: ['size'],
      },
      Lid: { type: 'object', nullable: true, properties: { colour: { type: 'string' } } },
    },
  },
};

const conformance = new Conformance(DOCUMENT);
const [operation] = operationsOf(DOCUMENT);

interface Told {
  status?: number;
  type?: string;
  headers?: Record<string, string>;
}

function answer(
  value: unknown,
  { status = 200, type = 'application/json', headers = {} }: Told = {},
): Answer {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const all = { 'content-type': type, ...(status === 200 ? { 'x-count': '1' } : {}), ...headers };
  return { status, headers: all, body: Buffer.from(text) };
}
const problems = (sent: Answer) => conformance.problemsOfAnswer(operation!, sent);
const PROBLEM = { status: 400, type: 'application/problem+json' };

describe('Conformance', () => {
  it.each([{ size: 1 }, { size: 1.5, lid: null }, { size: 1, lid: { colour: 'red' } }, { size: 1, lid: {} }])(
    'finds nothing in the answer %j',
    (value) => {
      expect(
        problems(answer(value, { type: 'application/json; charset=utf-8', headers: { date: 'today' } })),
      ).toEqual([]);
    },
  );

  it.each<[string, Answer, string]>([
    ['an undocumented status', answer({}, { status: 204 }), 'the status is not documented'],
    ['another content type', answer('', { type: 'text/html' }), 'the content type "text/html" is not'],
    ['a missing member', answer({}), "it must have required property 'size'"],
    ['a member of the wrong type', answer({ size: '1' }), '/size must be number'],
    ['an undocumented member', answer({ size: 1, colour: 'red' }), 'additional properties (colour)'],
    ['one further in', answer({ size: 1, lid: { weight: 2 } }), '/lid must NOT have additional properties'],
    ['null where it is not allowed', answer({ size: null }), '/size must be number'],
    [
      'a header of the wrong type',
      answer({ size: 1 }, { headers: { 'x-count': 'many' } }),
      'the header X-Count it must be',
    ],
    [
      'a header out of bounds',
      answer({ size: 1 }, { headers: { 'x-count': '-1' } }),
      'the header X-Count it must be >= 0',
    ],
    [
      'an undocumented header',
      answer({ size: 1 }, { headers: { 'x-other': '1' } }),
      'the header x-other is not documented',
    ],
    ['an undocumented code', answer({ code: 'other' }, PROBLEM), 'the code "other" is not documented'],
    ['a wrong line', answer('{"size":1}\n{}\n', { type: 'application/x-ndjson' }), 'required property'],
    ['no line', answer('', { type: 'application/x-ndjson' }), 'it has no line'],
  ])('finds %s', (_name, sent, expected) => {
    expect(problems(sent)).toEqual([expect.stringContaining(expected)]);
  });

  it('finds a header that is missing', () => {
    const { headers, ...rest } = answer({ size: 1 });
    expect(problems({ ...rest, headers: { 'content-type': headers['content-type']! } })).toEqual([
      'POST /things 200: the header X-Count is missing',
    ]);
  });

  it('judges bodies, which may have members that nobody documents, and parameters', () => {
    const body = (value: unknown) => conformance.problemsOfBody(operation!, 'application/json', value);
    expect(body({ size: 1, other: 2 })).toEqual([]);
    expect(body({ size: 'x' })).toEqual(['/size must be number']);
    const [limit] = operation!.parameters;
    expect(['1', '7'].map((text) => conformance.allows(limit!, text))).toEqual([true, true]);
    expect(['0', '1.5', 'x', ''].map((text) => conformance.allows(limit!, text))).toEqual(
      Array(4).fill(false),
    );
  });
});
