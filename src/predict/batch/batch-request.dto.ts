import { ApiProperty } from '@nestjs/swagger';
import { IsArray, IsString, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { IsText } from '../../http/is-text.js';
import type { RawString } from '../../http/raw-string.js';
import { AnswerOptions } from '../answer-options.dto.js';
import { IsThreshold, IsTopK, expecting } from '../picture-options.js';

export const LONGEST_ID = 128;
const AN_ID = expecting(`a string of 1 to ${LONGEST_ID} characters`);

/** One picture of a batch in JSON. */
export class BatchImage {
  @ApiProperty({
    type: String,
    required: false,
    minLength: 1,
    maxLength: LONGEST_ID,
    description: "The client's own name for it, which comes back with its result; names may repeat",
    example: 'frog-1',
  })
  @ValidateIf((_image, id) => id !== undefined)
  @IsString(AN_ID)
  @MinLength(1, AN_ID)
  @MaxLength(LONGEST_ID, AN_ID)
  readonly id?: string;

  @ApiProperty({ type: String, description: 'The picture in base64, as at POST /predict' })
  @IsText(expecting('a string of base64'))
  readonly image_base64!: string | RawString;
}

/** The JSON body of POST /predict/batch. */
export class BatchRequest {
  @ApiProperty({
    type: [BatchImage],
    minItems: 1,
    description: 'At most BATCH_MAX_ITEMS, which is 32 by default',
  })
  @IsArray(expecting('an array of pictures'))
  readonly images!: unknown[];

  @IsThreshold()
  readonly confidence_threshold: number = 0.5;

  @IsTopK()
  readonly top_k?: number;
}

/** The form (multipart/form-data) of POST /predict/batch, for the OpenAPI document; its files are looked at one by one. */
export class BatchForm extends AnswerOptions {
  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'binary' },
    minItems: 1,
    description:
      'Parts of this name, in order, at most BATCH_MAX_ITEMS; the name of each file is the id of its result',
  })
  readonly file!: Uint8Array[];
}
