import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { documentAnswerHeaders } from './answer-headers.js';
import { writeOutNullableReferences } from './nullable-references.js';
import { declareSecuritySchemes } from './security-schemes.js';

/** The version of the interface; a change that breaks a client raises its first number. */
const API_VERSION = '1.0.0';

/** The schemas of request bodies with fields. */
const REQUESTS = [
  ...['PayloadRequest', 'PictureForm', 'BatchRequest', 'BatchImage', 'BatchForm'],
  ...['ExplanationRequest', 'ExplanationForm', 'ViewRequest', 'ViewForm'],
];

/** The OpenAPI 3 document of the application, as /docs-json serves it and docs/openapi.json keeps it. */
export function buildOpenApi(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Tetrapod')
    .setDescription(
      'Image classification over HTTP: a picture in, labels, confidences and the latency out. Failures are problem ' +
        'documents (RFC 9457) with a stable `code`.',
    )
    .setVersion(API_VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addTag('predict', 'Classify a picture')
    .addTag('explain', 'Why this answer')
    .addTag('model', 'The model that answers')
    .addTag('open inference', 'The Open Inference Protocol (v2), as KServe, Triton and MLServer speak it')
    .addTag('health', 'Probes')
    .addTag('metrics', 'For Prometheus');
  const document = SwaggerModule.createDocument(app, declareSecuritySchemes(builder).build(), {
    operationIdFactory: (_controller, method) => method,
  });
  // The decorators cannot say that unknown fields are refused.
  for (const name of REQUESTS)
    Object.assign(document.components!.schemas![name]!, { additionalProperties: false });
  // Nor that a body may be of a type with another schema.
  for (const [path, { post }] of Object.entries(document.paths)) {
    if (!path.endsWith('/infer') || !post?.requestBody || !('content' in post.requestBody)) continue;
    post.requestBody.content['application/octet-stream'] = {
      schema: {
        type: 'string',
        format: 'binary',
        description: 'The JSON text, and binary tensors behind it',
      },
    };
  }
  documentAnswerHeaders(document);
  writeOutNullableReferences(document);
  return document;
}

/** Serves Swagger UI at /docs and the document at /docs-json. */
export function serveSwaggerUi(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => buildOpenApi(app), {
    customSiteTitle: 'Tetrapod API',
    raw: ['json'],
    swaggerOptions: { tryItOutEnabled: true, displayRequestDuration: true },
  });
}
