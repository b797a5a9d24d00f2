import { describeReceived } from '../http/describe-received.js';
import { badRequest } from './bad-request.js';

/** A JSON object; only the fields that are asked for are looked at. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws AppError `validation_failed` */
export function objectAt(value: unknown, place: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw badRequest(place, `expected an object, received ${describeReceived(value)}`);
}

/** @throws AppError `validation_failed` */
export function arrayAt(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw badRequest(place, `expected an array, received ${describeReceived(value)}`);
}

/** @throws AppError `validation_failed` */
export function stringAt(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  throw badRequest(place, `expected a string, received ${describeReceived(value)}`);
}

/**
 * @returns the value; undefined where there is none
 * @throws AppError `validation_failed`
 */
export function booleanAt(value: unknown, place: string): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw badRequest(place, `expected true or false, received ${describeReceived(value)}`);
}

/**
 * @returns the value; undefined where there is none
 * @throws AppError `validation_failed` for anything but a whole number of at least `least`
 */
export function countAt(value: unknown, least: number, place: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw badRequest(
    place,
    `expected a whole number of at least ${least}, received ${describeReceived(value)}`,
  );
}

/**
 * @returns the value of a field that may be left out; undefined also where it is null, as clients write what they have
 * nothing for
 */
export function optional(value: unknown): unknown {
  return value ?? undefined;
}

/** The `parameters` of a request, an input or an output; those that are not known are passed over. */
export function parametersOf(fields: Fields, place: string): Fields {
  const parameters = optional(fields.parameters);
  return parameters === undefined ? {} : objectAt(parameters, `${place}parameters`);
}
