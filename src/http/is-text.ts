import { ValidateBy, isString, type ValidationOptions } from 'class-validator';
import { RawString } from './raw-string.js';

/** class-validator's IsString, for fields that may be so long that they come as a RawString. */
export function IsText(options: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    { name: 'isText', validator: { validate: (value) => isString(value) || value instanceof RawString } },
    options,
  );
}
