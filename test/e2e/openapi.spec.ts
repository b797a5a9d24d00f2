import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROBLEMS } from '../../src/errors.js';
import { startApp, type RunningApp } from '../support/app.js';

interface Operation {
  requestBody?: { content: Record<string, { examples: Record<string, { value: unknown }> }> };
  responses: Record<string, { content?: Record<string, { schema: object; examples?: object }> }>;
}
interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

describe('the OpenAPI document', () => {
  let app: RunningApp;
  let document: OpenApi;
  beforeAll(async () => {
    app = await startApp();
    document = (await app.http.get('/docs-json').expect(200)).body as OpenApi;
  });
  afterAll(() => app.close());

  it('is the one that is checked in as docs/openapi.json (npm run openapi:write writes it)', () => {
    const checkedIn: unknown = JSON.parse(
      readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
    );
    expect(document).toEqual(checkedIn);
  });

  it('is OpenAPI 3 and names the schemas after the mission', () => {
    expect(document.openapi).toMatch(/^3\./);
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining([
        'PayloadRequest',
        'PredictionItem',
        'ClassificationResponse',
        'ProblemDocument',
      ]),
    );
  });

  it.each([
    [
      '/predict',
      ['malformed_json', 'malformed_multipart', 'not_acceptable', 'payload_too_large', 'image_corrupt'],
    ],
    [
      '/predict/batch',
      ['malformed_json', 'malformed_multipart', 'not_acceptable', 'batch_too_large', 'overloaded'],
    ],
  ])('documents every status of POST %s with a problem body and an example for each code', (path, some) => {
    const { responses } = document.paths[path]!.post!;
    const codes = Object.entries(responses)
      .filter(([status]) => status !== '200')
      .flatMap(([status, { content }]) => {
        const problem = content!['application/problem+json']!;
        expect(problem.schema).toEqual({ $ref: '#/components/schemas/ProblemDocument' });
        return Object.keys(problem.examples!).map((code) => {
          expect(PROBLEMS[code as keyof typeof PROBLEMS].status).toBe(Number(status));
          return code;
        });
      });
    expect(codes).toEqual(expect.arrayContaining(some));
  });

  it('names the types of the bodies, and shows files for all but JSON', () => {
    const typesOf = (path: string) => Object.keys(document.paths[path]!.post!.requestBody!.content);
    expect(typesOf('/predict')).toEqual([
      ...['application/json', 'multipart/form-data', 'image/*', 'application/octet-stream'],
    ]);
    expect(typesOf('/predict/batch')).toEqual(['application/json', 'multipart/form-data']);
    expect(document.components.schemas).toMatchObject({
      PictureForm: {
        properties: { file: { type: 'string', format: 'binary' } },
        additionalProperties: false,
      },
      BatchForm: { properties: { file: { type: 'array' } }, required: ['file'], additionalProperties: false },
      BatchRequest: { required: ['images'], additionalProperties: false },
    });
  });

  it('has a first example that is answered with a label at its own threshold', async () => {
    const { examples } = document.paths['/predict']!.post!.requestBody!.content['application/json']!;
    const [first] = Object.values(examples);
    const response = await app.predict(first!.value as object).expect(200);
    expect((response.body as { predictions: unknown[] }).predictions.length).toBeGreaterThan(0);
  });

  it('is shown by Swagger UI, which loads nothing from elsewhere', async () => {
    const { text } = await app.http.get('/docs').expect(200);
    expect(text).toContain('swagger-ui');
    const sources = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source!);
    expect(sources.length).toBeGreaterThan(2);
    for (const source of sources) expect(source).not.toMatch(/^(https?:)?\/\//);
    const script = sources.find((source) => source.includes('swagger-ui-bundle'))!;
    await app.http.get(new URL(script, 'http://x/').pathname).expect(200);
  });
});

describe('headers of every answer', () => {
  it('keep browsers from guessing and framing, name no framework, and allow no other origin', async () => {
    const app = await startApp();
    const { headers } = await app.http.get('/model').set('Origin', 'https://example.org').expect(200);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
    await app.close();
  });

  it('allow the origins of CORS_ORIGINS, preflight included', async () => {
    const app = await startApp({ CORS_ORIGINS: 'https://example.org' });
    const preflight = await app.http
      .options('/predict')
      .set('Origin', 'https://example.org')
      .set('Access-Control-Request-Method', 'POST')
      .set('Access-Control-Request-Headers', 'content-type');
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-origin']).toBe('https://example.org');
    const other = await app.http.get('/model').set('Origin', 'https://evil.example');
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
    await app.close();
  });

  it('keep connections for longer than a load balancer does', async () => {
    const app = await startApp();
    const { headers } = await app.http.get('/model').set('Connection', 'keep-alive').expect(200);
    expect(headers['keep-alive']).toBe('timeout=75');
    await app.close();
  });
});
