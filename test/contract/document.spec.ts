import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { DOCUMENT, operationsOf } from './document.js';
import { SOUND_REQUESTS, waysOf } from './sound-requests.js';

const file = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url));
const operations = operationsOf(DOCUMENT);

describe('docs/openapi.json', () => {
  it('is valid OpenAPI, by the schema of the specification', async () => {
    const validator = new Validator();
    expect(await validator.validate(file)).toEqual({ valid: true });
    expect(validator.version).toBe('3.0');
  });

  it('has a sound request in the tests for each way to ask each operation, and there is none without a way', () => {
    const names = operations.flatMap(waysOf).map(({ name }) => name);
    expect(Object.keys(SOUND_REQUESTS).sort()).toEqual(names.sort());
  });

  it('has examples that its own schemas allow, but for those that are meant to be refused', () => {
    const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }), ['uri', 'binary']);
    ajv.addSchema(DOCUMENT, 'document');
    const wrong: string[] = [];
    const check = (where: string, pointer: string, examples: Record<string, unknown> = {}) => {
      const validate = ajv.compile({ $ref: `document#${pointer}/schema` });
      for (const [name, example] of Object.entries(examples)) {
        if (!validate((example as { value: unknown }).value)) wrong.push(`${where} ${name}`);
      }
    };
    const escape = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
    for (const { name, method, path, bodies, answers } of operations) {
      const at = `/paths/${escape(path)}/${method.toLowerCase()}`;
      for (const [type, { examples }] of Object.entries(bodies)) {
        check(name, `${at}/requestBody/content/${escape(type)}`, examples);
      }
      for (const [status, { content = {} }] of Object.entries(answers)) {
        for (const [type, { examples }] of Object.entries(content)) {
          check(`${name} ${status}`, `${at}/responses/${status}/content/${escape(type)}`, examples);
        }
      }
    }
    expect(wrong).toEqual(['POST /predict validation_failed', 'POST /predict/batch validation_failed']);
  });
});
