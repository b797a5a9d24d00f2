import { Injectable, type ArgumentMetadata, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { AppError, type FieldError } from '../errors.js';
import { describeReceived } from './describe-received.js';
import { RawString } from './raw-string.js';

const MAX_FIELDS_NAMED = 20;
/** A misspelt field is worth repeating; anything else could be payload, or made to disturb a terminal. */
const HARMLESS_NAME = /^[\w.$-]{1,64}$/;

/**
 * Checks a JSON body against its DTO class. Nothing is coerced: a number in a string is a wrong type.
 *
 * Unknown fields are found here and not by Nest's ValidationPipe, because class-transformer passes over keys such
 * as `__proto__`, `constructor` and `toString` in silence, and a client should hear of them.
 *
 * @throws AppError `validation_failed` naming every wrong field
 */
@Injectable()
export class RequestBodyPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== 'body' || metatype === undefined) return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new AppError('validation_failed', `expected a JSON object, received ${describeReceived(value)}`);
    }
    const fields = fieldsOf(metatype);
    const entries = Object.entries(value);
    const known = entries.filter(([name]) => fields.has(name));
    // class-transformer would copy the bytes.
    const isRaw = ([, field]: [string, unknown]) => field instanceof RawString;
    const dto = Object.assign(
      plainToInstance(metatype, Object.fromEntries(known.filter((entry) => !isRaw(entry)))) as object,
      Object.fromEntries(known.filter(isRaw)),
    );
    const errors = [
      ...validateSync(dto, { stopAtFirstError: true }).map(toFieldError),
      ...entries.filter(([name]) => !fields.has(name)).map(([name]) => unknownField(name)),
    ];
    if (errors.length > 0) throw failed(errors);
    return dto;
  }
}

/** The names that carry a validation decorator. */
function fieldsOf(dto: Type): Set<string> {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  return new Set(metadata.map(({ propertyName }) => propertyName));
}

function toFieldError({ property, constraints = {} }: ValidationError): FieldError {
  return { field: property, detail: Object.values(constraints).join('; ') };
}

function unknownField(name: string): FieldError {
  const field = HARMLESS_NAME.test(name) ? name : `(a name of ${name.length} characters)`;
  return { field, detail: 'expected no such field; check its spelling or leave it out' };
}

function failed(errors: FieldError[]): AppError {
  const named = errors.slice(0, MAX_FIELDS_NAMED);
  const more = errors.length > named.length ? `; and ${errors.length - named.length} more` : '';
  const detail = named.map(({ field, detail }) => `${field}: ${detail}`).join('; ');
  return new AppError('validation_failed', detail + more, { errors: named });
}
