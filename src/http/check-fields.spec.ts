import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { AppError, FieldError } from '../errors.js';
import { PayloadRequest } from '../predict/payload-request.dto.js';
import { checkFields, fieldsOf, requireFewFields } from './check-fields.js';

function check(json: string): unknown {
  return checkFields(fieldsOf(JSON.parse(json)), PayloadRequest);
}

function refusal(json: string): AppError | undefined {
  try {
    check(json);
    return undefined;
  } catch (error) {
    return error as AppError;
  }
}

const STRING = (received: string) => `expected a string of base64, received ${received}`;
const NUMBER = (received: string) => `expected a number from 0 to 1, received ${received}`;

describe('checkFields', () => {
  it('makes a PayloadRequest of a right body', () => {
    const body = check('{"image_base64":"Zm9v","confidence_threshold":0.25}');
    expect(body).toBeInstanceOf(PayloadRequest);
    expect(Object.assign({}, body)).toEqual({ image_base64: 'Zm9v', confidence_threshold: 0.25 });
  });

  it('sets the threshold to 0.5 where it is left out', () => {
    expect(check('{"image_base64":""}')).toMatchObject({ image_base64: '', confidence_threshold: 0.5 });
  });

  it.each(['0', '1', '0.5', '1e-9', '-0'])('takes the threshold %s', (threshold) => {
    const body = check(`{"image_base64":"","confidence_threshold":${threshold}}`);
    expect(body).toMatchObject({ confidence_threshold: Number(threshold) });
  });

  it.each<{ json: string; errors: FieldError[] }>([
    { json: '{}', errors: [{ field: 'image_base64', detail: STRING('nothing') }] },
    { json: '{"image_base64":null}', errors: [{ field: 'image_base64', detail: STRING('null') }] },
    { json: '{"image_base64":7}', errors: [{ field: 'image_base64', detail: STRING('the number 7') }] },
    { json: '{"image_base64":true}', errors: [{ field: 'image_base64', detail: STRING('a boolean') }] },
    {
      json: '{"image_base64":["a"]}',
      errors: [{ field: 'image_base64', detail: STRING('an array of 1 item') }],
    },
    { json: '{"image_base64":{"a":1}}', errors: [{ field: 'image_base64', detail: STRING('an object') }] },
  ])('refuses $json', ({ json, errors }) => {
    expect(refusal(json)).toMatchObject({ code: 'validation_failed', errors });
  });

  it.each([
    { threshold: '-0.1', received: 'the number -0.1' },
    { threshold: '1.0000001', received: 'the number 1.0000001' },
    { threshold: '1e999', received: 'the number Infinity' },
    { threshold: 'null', received: 'null' },
    { threshold: '"0.5"', received: 'a string of 3 characters' },
    { threshold: 'true', received: 'a boolean' },
    { threshold: '[0.5]', received: 'an array of 1 item' },
    { threshold: '{}', received: 'an object' },
  ])('refuses the threshold $threshold', ({ threshold, received }) => {
    const error = refusal(`{"image_base64":"","confidence_threshold":${threshold}}`);
    expect(error?.errors).toEqual([{ field: 'confidence_threshold', detail: NUMBER(received) }]);
    expect(error?.message).toBe(`confidence_threshold: ${NUMBER(received)}`);
  });

  it('names every wrong field at once', () => {
    const error = refusal('{"confidence_threshold":2,"treshold":0.1}');
    expect(error?.errors?.map(({ field }) => field).sort()).toEqual([
      'confidence_threshold',
      'image_base64',
      'treshold',
    ]);
    for (const { field, detail } of error?.errors ?? [])
      expect(error?.message).toContain(`${field}: ${detail}`);
  });

  it.each(['[]', '[{"image_base64":""}]', '"a"', '3', 'null', 'true'])('refuses the body %s', (json) => {
    const error = refusal(json);
    expect(error?.code).toBe('validation_failed');
    expect(error?.message).toMatch(/^expected a JSON object, received /);
  });

  it('refuses a missing body', () => {
    expect(() => fieldsOf(undefined)).toThrow('expected a JSON object, received nothing');
  });

  it.each([
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'isPrototypeOf',
    'Image_Base64',
  ])('refuses the unknown field %j, whatever it holds', (name) => {
    for (const value of ['1', '{"polluted":true}', 'null', '[]']) {
      const error = refusal(`{"image_base64":"",${JSON.stringify(name)}:${value}}`);
      expect(error?.errors?.map(({ field }) => field)).toEqual([name]);
      expect(error?.errors?.[0]?.detail).toContain('expected no such field');
    }
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it.each(['', 'two words', 'line\nbreak', '\u001b[31m', 'é'])(
    'describes the unknown field %j and does not repeat it',
    (name) => {
      const error = refusal(`{"image_base64":"",${JSON.stringify(name)}:1}`);
      expect(error?.errors?.[0]?.field).toBe(`(a name of ${name.length} characters)`);
      if (name !== '') expect(error?.message).not.toContain(name);
    },
  );

  it('describes a long name of an unknown field', () => {
    const error = refusal(`{"image_base64":"","${'a'.repeat(5000)}":1}`);
    expect(error?.errors?.[0]?.field).toBe('(a name of 5000 characters)');
    expect(error?.message.length).toBeLessThan(300);
  });

  it('names twenty fields and counts the others', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`field${i}`, i]));
    const error = refusal(JSON.stringify({ image_base64: '', ...many }));
    expect(error?.errors).toHaveLength(20);
    expect(error?.message).toMatch(/and 980 more$/);
  });

  it('says nothing of what a field holds', () => {
    const error = refusal('{"image_base64":["SECRET"],"confidence_threshold":"SECRET","extra":"SECRET"}');
    expect(error?.errors).toHaveLength(3);
    expect(JSON.stringify([error?.message, error?.errors])).not.toContain('SECRET');
  });

  it('refuses a field that comes more than once, as fields of a form may', () => {
    const fields = ['0', '0', '0'].map((image) => ['image_base64', image] as const);
    expect(() => checkFields(fields, PayloadRequest)).toThrow(
      'image_base64: expected once, received 3 times',
    );
  });

  it('takes no longer for a field that comes many times than for as many fields', async () => {
    const fields = new Array<readonly [string, unknown]>(20_000).fill(['image_base64', '0']);
    for (let i = 0; i < 30; i++) {
      expect(() => checkFields(fields, PayloadRequest)).toThrow('received 20000 times');
      // Here the time-out of the test can end it: squared, the fields take far longer.
      await turn();
    }
  }, 10_000);
});

describe('requireFewFields', () => {
  it('takes a hundred, and says how many more came', () => {
    expect(() => {
      requireFewFields(100);
    }).not.toThrow();
    expect(() => {
      requireFewFields(101);
    }).toThrow('expected at most 100 fields, received 101; leave out what has no meaning here');
  });
});
