import { readFileSync } from 'node:fs';

/** docs/openapi.json, as far as the contract is concerned. A test of its own keeps it equal to what the server serves. */
export const DOCUMENT = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
) as OpenApiDocument;

export type Schema = Record<string, unknown>;

export interface MediaType {
  schema: Schema;
  /** Of each line, where there are lines of JSON: OpenAPI 3.0 has no word for it. */
  'x-line-schema'?: Schema;
  examples?: Record<string, unknown>;
}

export interface DocumentedAnswer {
  headers?: Record<string, { required?: boolean; schema: Schema }>;
  content?: Record<string, MediaType>;
}

export interface Parameter {
  name: string;
  in: 'query' | 'header' | 'path';
  required?: boolean;
  schema: Schema;
}

export interface OpenApiDocument {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: Parameter[];
        requestBody?: { content: Record<string, MediaType> };
        responses: Record<string, DocumentedAnswer>;
      }
    >
  >;
  components: { schemas: Record<string, Schema> };
}

/** One method of one path. */
export interface Operation {
  /** Such as `POST /predict`. */
  name: string;
  method: string;
  path: string;
  parameters: Parameter[];
  /** What may be sent; empty where there is no body. */
  bodies: Record<string, MediaType>;
  answers: Record<string, DocumentedAnswer>;
}

export function operationsOf({ paths }: OpenApiDocument): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody, responses }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      parameters,
      bodies: requestBody?.content ?? {},
      answers: responses,
    })),
  );
}

/** The codes that a status of an operation is documented with, by its examples; empty where answers have no codes. */
export function codesOf({ content = {} }: DocumentedAnswer): string[] {
  const examples = content['application/problem+json']?.examples ?? {};
  return Object.keys(examples);
}
