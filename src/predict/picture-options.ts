import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsNumber, Max, Min, ValidateIf, type ValidationArguments } from 'class-validator';
import { describeReceived } from '../http/describe-received.js';

/** The message of a validation decorator. */
export const expecting = (what: string) => ({
  message: ({ value }: ValidationArguments) => `expected ${what}, received ${describeReceived(value)}`,
});

const A_THRESHOLD = expecting('a number from 0 to 1');
const A_COUNT = expecting('a whole number of at least 1');

export const THRESHOLD_SCHEMA = {
  type: 'number',
  minimum: 0,
  maximum: 1,
  description: 'Only labels of at least this confidence are answered; with 0 all of them are.',
} as const;

export const TOP_K_SCHEMA = {
  type: 'integer',
  minimum: 1,
  description: 'At most so many labels are answered, the most confident ones; all where it is left out.',
} as const;

/** A field with the least confidence of a label that is answered. */
export function IsThreshold(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ ...THRESHOLD_SCHEMA, type: Number, required: false, default: 0.5 }),
    IsNumber({ allowNaN: false, allowInfinity: false }, A_THRESHOLD),
    Min(0, A_THRESHOLD),
    Max(1, A_THRESHOLD),
  );
}

/** A field with the number of labels that are answered at most. */
export function IsTopK(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ ...TOP_K_SCHEMA, required: false }),
    ValidateIf((_request, value) => value !== undefined),
    IsInt(A_COUNT),
    Min(1, A_COUNT),
  );
}
