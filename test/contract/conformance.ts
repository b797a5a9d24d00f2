import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import {
  codesOf,
  type DocumentedAnswer,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type Schema,
} from './document.js';
import type { Answer } from './exchange.js';

/**
 * Headers that belong to HTTP or to the security of browsers, and that no client of the API has to know. Any other has to
 * be documented where it comes.
 */
const GENERAL_HEADERS = new Set([
  ...['date', 'connection', 'keep-alive', 'content-type', 'content-length', 'transfer-encoding', 'vary'],
  ...[
    'cache-control',
    'content-security-policy',
    'cross-origin-opener-policy',
    'cross-origin-resource-policy',
  ],
  ...['origin-agent-cluster', 'referrer-policy', 'x-content-type-options', 'x-dns-prefetch-control'],
  ...['x-download-options', 'x-frame-options', 'x-permitted-cross-domain-policies', 'x-xss-protection'],
  // For proxies.
  'x-accel-buffering',
]);

const isJson = (mediaType: string) => /^application\/(\w+\+)?json$/.test(mediaType);

/** Tells whether requests and answers are what an OpenAPI document says of them. */
export class Conformance {
  private readonly ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }), ['uri', 'binary']);
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly document: OpenApiDocument) {
    this.ajv.addSchema({ ...document }, 'as-it-is');
    this.ajv.addSchema(closeObjects(document) as object, 'closed');
  }

  /** @returns what a body of JSON has that its schema does not allow; empty where it is sound */
  problemsOfBody({ name, bodies }: Operation, mediaType: string, value: unknown): string[] {
    const { schema } = bodies[mediaType] ?? {};
    return schema
      ? this.validate('as-it-is', `${name} body`, schema, value)
      : [`${mediaType} is not documented`];
  }

  /** Whether a parameter may have a value, as it is written in a header or a query. */
  allows({ name, in: place, schema }: Parameter, text: string): boolean {
    return this.validate('as-it-is', `${place} ${name}`, schema, fromText(schema, text)).length === 0;
  }

  /** @returns what an answer has that the document does not say, or lacks; empty where it is sound */
  problemsOfAnswer(operation: Operation, answer: Answer): string[] {
    const where = `${operation.name} ${answer.status}`;
    const documented = operation.answers[String(answer.status)];
    if (!documented) return [`${where}: the status is not documented`];
    return [
      ...this.problemsOfContent(where, documented, answer),
      ...this.problemsOfHeaders(where, documented, answer),
    ].map((problem) => `${where}: ${problem}`);
  }

  private problemsOfContent(where: string, documented: DocumentedAnswer, answer: Answer): string[] {
    const [mediaType = ''] = (answer.headers['content-type'] ?? '').split(';');
    const content = documented.content?.[mediaType];
    if (!content) return [`the content type "${mediaType}" is not documented`];
    const check = (value: unknown) => this.validate('closed', `${where} ${mediaType}`, content.schema, value);
    if (mediaType === 'application/x-ndjson') {
      const lines = answer.body.toString('utf8').split('\n').slice(0, -1);
      const schema = content['x-line-schema'];
      if (lines.length === 0 || !schema) return ['it has no line, or no schema for one'];
      return lines.flatMap((line) => this.validate('closed', `${where} line`, schema, JSON.parse(line)));
    }
    if (!isJson(mediaType)) return check(answer.body.toString('latin1'));
    const value = JSON.parse(answer.body.toString('utf8')) as { code?: string };
    const isKnown = mediaType !== 'application/problem+json' || codesOf(documented).includes(value.code!);
    return [...check(value), ...(isKnown ? [] : [`the code "${value.code}" is not documented`])];
  }

  private problemsOfHeaders(where: string, { headers = {} }: DocumentedAnswer, answer: Answer): string[] {
    const documented = Object.entries(headers);
    const wrong = documented.flatMap(([name, { required = false, schema }]) => {
      const text = answer.headers[name.toLowerCase()];
      if (text === undefined) return required ? [`the header ${name} is missing`] : [];
      return this.validate('closed', `${where} ${name}`, schema, fromText(schema, text)).map(
        (it) => `the header ${name} ${it}`,
      );
    });
    const names = new Set(documented.map(([name]) => name.toLowerCase()));
    const unknown = Object.keys(answer.headers)
      .filter((name) => !names.has(name) && !GENERAL_HEADERS.has(name))
      .map((name) => `the header ${name} is not documented`);
    return [...wrong, ...unknown];
  }

  /** @param name under which the compiled schema is kept */
  private validate(base: 'as-it-is' | 'closed', name: string, schema: Schema, value: unknown): string[] {
    const key = `${base} ${name}`;
    let validator = this.validators.get(key);
    if (!validator) {
      const closed = base === 'closed' ? (closeObjects(schema) as Schema) : schema;
      validator = this.ajv.compile(pointInto(closed, base) as Schema);
      this.validators.set(key, validator);
    }
    if (validator(value)) return [];
    return validator.errors!.map(({ instancePath, message, params }) => {
      const extra = (params as { additionalProperty?: string }).additionalProperty;
      return `${instancePath || 'it'} ${message}${extra === undefined ? '' : ` (${extra})`}`;
    });
  }
}

/** The value that a header or a parameter stands for; what is no number stays text. */
function fromText({ type }: Schema, text: string): unknown {
  return type !== 'string' && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** Members that a schema does not name are as good as undocumented in an answer, though JSON Schema lets them pass. */
function closeObjects(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closeObjects);
  if (typeof node !== 'object' || node === null) return node;
  const closed = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closeObjects(value)]));
  const isObject = typeof closed.properties === 'object' && closed.type === 'object';
  return isObject && !('additionalProperties' in closed)
    ? { ...closed, additionalProperties: false }
    : closed;
}

/** Makes references within the document references to the document. */
function pointInto(node: unknown, base: string): unknown {
  if (Array.isArray(node)) return node.map((item) => pointInto(item, base));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' && value.startsWith('#')
        ? base + value
        : pointInto(value, base),
    ]),
  );
}
