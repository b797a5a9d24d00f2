import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsNumber, Max, Min, ValidateIf, type ValidationArguments } from 'class-validator';
import { describeReceived } from '../http/describe-received.js';
import { IsText } from '../http/is-text.js';
import type { RawString } from '../http/raw-string.js';

const expecting = (what: string) => ({
  message: ({ value }: ValidationArguments) => `expected ${what}, received ${describeReceived(value)}`,
});

const A_THRESHOLD = expecting('a number from 0 to 1');
const A_COUNT = expecting('a whole number of at least 1');

/** The body of POST /predict. */
export class PayloadRequest {
  @ApiProperty({
    type: String,
    description:
      'The picture (JPEG, PNG, WebP, GIF, BMP or TIFF) in base64 of RFC 4648, section 4, padding included. ASCII ' +
      'whitespace and a `data:image/...;base64,` prefix are accepted.',
  })
  @IsText(expecting('a string of base64'))
  readonly image_base64!: string | RawString;

  @ApiProperty({
    type: Number,
    required: false,
    minimum: 0,
    maximum: 1,
    default: 0.5,
    description: 'Only labels of at least this confidence are answered; with 0 all of them are.',
  })
  @IsNumber({ allowNaN: false, allowInfinity: false }, A_THRESHOLD)
  @Min(0, A_THRESHOLD)
  @Max(1, A_THRESHOLD)
  readonly confidence_threshold: number = 0.5;

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    description: 'At most so many labels are answered, the most confident ones; all where it is left out.',
  })
  @ValidateIf((request: PayloadRequest) => request.top_k !== undefined)
  @IsInt(A_COUNT)
  @Min(1, A_COUNT)
  readonly top_k?: number;
}
