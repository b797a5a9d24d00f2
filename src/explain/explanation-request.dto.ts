import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInstance, IsInt, IsString, Max, Min, ValidateIf } from 'class-validator';
import { IsText } from '../http/is-text.js';
import type { RawString } from '../http/raw-string.js';
import { expecting } from '../predict/picture-options.js';

export const GRID_SCHEMA = {
  type: 'integer',
  minimum: 2,
  maximum: 14,
  description:
    'Patches a side, each of which is greyed out in turn: more of them show more, and cost a classification each.',
} as const;

export const LABEL_SCHEMA = {
  type: 'string',
  description: 'The label to explain; the one with the highest confidence where it is left out.',
} as const;

const DEFAULT_GRID = 7;
const A_GRID = expecting(`a whole number from ${GRID_SCHEMA.minimum} to ${GRID_SCHEMA.maximum}`);

/** A picture in base64. */
function IsPictureText(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, description: 'The picture in base64, as at POST /predict' }),
    IsText(expecting('a string of base64')),
  );
}

/** A picture in a form. */
function IsPictureFile(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, format: 'binary', description: 'The picture, as at POST /predict' }),
    IsInstance(Uint8Array, expecting('a part with the bytes of a picture')),
  );
}

/** A field with the label to explain. */
function IsLabel(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ ...LABEL_SCHEMA, required: false, example: 'Amphibian' }),
    ValidateIf((_request, value) => value !== undefined),
    IsString(expecting("a string, one of the model's labels")),
  );
}

/** A field with the patches a side. */
function IsGrid(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ ...GRID_SCHEMA, required: false, default: DEFAULT_GRID }),
    IsInt(A_GRID),
    Min(GRID_SCHEMA.minimum, A_GRID),
    Max(GRID_SCHEMA.maximum, A_GRID),
  );
}

/** The query of POST /explain where its body is a picture. */
export class ExplanationQuery {
  @IsLabel()
  readonly label?: string;

  @IsGrid()
  readonly grid: number = DEFAULT_GRID;
}

/** The JSON body of POST /explain. */
export class ExplanationRequest extends ExplanationQuery {
  @IsPictureText()
  readonly image_base64!: string | RawString;
}

/** The form (multipart/form-data) of POST /explain. */
export class ExplanationForm extends ExplanationQuery {
  @IsPictureFile()
  readonly file!: Uint8Array;
}

/** The JSON body of POST /explain/view. */
export class ViewRequest {
  @IsPictureText()
  readonly image_base64!: string | RawString;
}

/** The form (multipart/form-data) of POST /explain/view. */
export class ViewForm {
  @IsPictureFile()
  readonly file!: Uint8Array;
}
