import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { AppError, type FieldError } from '../errors.js';
import { describeReceived } from './describe-received.js';

/** Of a form or a query; those that mean something are a few. */
const MAX_FIELDS = 100;
const MAX_FIELDS_NAMED = 20;
/** A misspelt field is worth repeating; anything else could be payload, or made to disturb a terminal. */
const HARMLESS_NAME = /^[\w.$[\]-]{1,64}$/;

/** A field of a body or a query: its name and what it holds. */
export type Field = readonly [name: string, value: unknown];

/**
 * Checks the fields of a request against their DTO class. Nothing is coerced: a number in a string is a wrong type.
 *
 * Unknown fields are found here and not by class-validator, which passes over keys such as `__proto__` and `toString`
 * in silence; a client should hear of them.
 *
 * @param fields in which a name may come more than once, which is wrong
 * @throws AppError `validation_failed` naming every wrong field
 */
export function checkFields<T extends object>(fields: readonly Field[], dto: Type<T>): T {
  const names = namesOf(dto);
  const byName = new Map<string, unknown[]>();
  for (const [name, value] of fields) {
    const values = byName.get(name);
    if (values) values.push(value);
    else byName.set(name, [value]);
  }
  const known = [...byName].filter(([name]) => names.has(name));
  // What is no scalar is kept as it is: class-transformer would copy it, the bytes of pictures included.
  const isScalar = ([, [value]]: [string, unknown[]]) => typeof value !== 'object' || value === null;
  const first = ([name, [value]]: [string, unknown[]]) => [name, value] as const;
  const request = Object.assign(
    plainToInstance(dto, Object.fromEntries(known.filter(isScalar).map(first))),
    Object.fromEntries(known.filter((field) => !isScalar(field)).map(first)),
  );
  const errors = [
    ...validateSync(request, { stopAtFirstError: true }).map(toFieldError),
    ...known.filter(([, { length }]) => length > 1).map(repeatedField),
    ...[...byName.keys()].filter((name) => !names.has(name)).map(unknownField),
  ];
  if (errors.length > 0) throw wrongFields(errors);
  return request;
}

/** @throws AppError `validation_failed` where a body is no JSON object */
export function fieldsOf(body: unknown): Field[] {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return Object.entries(body);
  throw new AppError('validation_failed', `expected a JSON object, received ${describeReceived(body)}`);
}

/**
 * @param count of the fields of a form or a query
 * @throws AppError `validation_failed` where there are more than anybody means
 */
export function requireFewFields(count: number): void {
  if (count <= MAX_FIELDS) return;
  throw new AppError(
    'validation_failed',
    `expected at most ${MAX_FIELDS} fields, received ${count}; leave out what has no meaning here`,
  );
}

export function wrongFields(errors: readonly FieldError[]): AppError {
  const named = errors.slice(0, MAX_FIELDS_NAMED);
  const more = errors.length > named.length ? `; and ${errors.length - named.length} more` : '';
  const detail = named.map(({ field, detail }) => `${field}: ${detail}`).join('; ');
  return new AppError('validation_failed', detail + more, { errors: named });
}

/** The name of a field that a client made up, as an error message may repeat it. */
export function shownName(name: string): string {
  return HARMLESS_NAME.test(name) ? name : `(a name of ${name.length} characters)`;
}

/** The names that carry a validation decorator. */
function namesOf(dto: Type): Set<string> {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  return new Set(metadata.map(({ propertyName }) => propertyName));
}

function toFieldError({ property, constraints = {} }: ValidationError): FieldError {
  return { field: property, detail: Object.values(constraints).join('; ') };
}

function repeatedField([field, { length }]: [string, unknown[]]): FieldError {
  return { field, detail: `expected once, received ${length} times` };
}

function unknownField(name: string): FieldError {
  return { field: shownName(name), detail: 'expected no such field; check its spelling or leave it out' };
}
