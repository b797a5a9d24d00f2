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

  it('documents every status of POST /predict with a problem body and an example for each code', () => {
    const { responses } = document.paths['/predict']!.post!;
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
    expect(codes).toEqual(expect.arrayContaining(['malformed_json', 'payload_too_large', 'image_corrupt']));
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
