import { Injectable, ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { AppError, type FieldError } from '../errors.js';
import { describeReceived } from './describe-received.js';

const MAX_FIELDS_NAMED = 20;
const MAX_NAME_LENGTH = 64;
/** Keys that class-transformer passes over in silence, for good reasons; a client should hear of them. */
const KEYS_OF_PROTOTYPES = ['__proto__', 'constructor'];

/**
 * Checks a JSON body against its DTO class. Nothing is coerced: a number in a string is a wrong type.
 * @throws AppError `validation_failed` naming every wrong field
 */
@Injectable()
export class RequestBodyPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      stopAtFirstError: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => failed(errors.map(toFieldError)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body') return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new AppError('validation_failed', `expected a JSON object, received ${describeReceived(value)}`);
    }
    const foreign = KEYS_OF_PROTOTYPES.filter((key) => Object.hasOwn(value, key));
    if (foreign.length > 0) throw failed(foreign.map(unknownField));
    return super.transform(value, metadata);
  }
}

function toFieldError({ property, constraints = {} }: ValidationError): FieldError {
  if ('whitelistValidation' in constraints) return unknownField(property);
  return { field: property, detail: Object.values(constraints).join('; ') };
}

function unknownField(name: string): FieldError {
  const short = name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}...` : name;
  return { field: short, detail: 'expected no such field; check its spelling or leave it out' };
}

function failed(errors: FieldError[]): AppError {
  const named = errors.slice(0, MAX_FIELDS_NAMED);
  const more = errors.length > named.length ? `, and ${errors.length - named.length} more` : '';
  const detail = named.map(({ field, detail }) => `${field}: ${detail}`).join('; ');
  return new AppError('validation_failed', detail + more, { errors: named });
}
