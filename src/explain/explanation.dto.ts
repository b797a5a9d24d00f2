import { ApiProperty } from '@nestjs/swagger';

/** Into how many patches the view was cut. */
class ExplanationGrid {
  @ApiProperty({ type: 'integer', minimum: 1, example: 7 })
  readonly rows!: number;

  @ApiProperty({ type: 'integer', minimum: 1, example: 7 })
  readonly columns!: number;
}

/** A part of a picture in fractions of its width and height. */
class ViewRegion {
  @ApiProperty({ type: Number, description: 'Below 0 where the view has a frame', example: 0.125 })
  readonly left!: number;

  @ApiProperty({ type: Number, description: 'Below 0 where the view has a frame', example: 0 })
  readonly top!: number;

  @ApiProperty({ type: Number, description: 'Above 1 where the view has a frame', example: 0.75 })
  readonly width!: number;

  @ApiProperty({ type: Number, description: 'Above 1 where the view has a frame', example: 1 })
  readonly height!: number;
}

/** A PNG of the size that the model sees. */
class DrawnPicture {
  @ApiProperty({ type: 'integer', minimum: 1, example: 224 })
  readonly width!: number;

  @ApiProperty({ type: 'integer', minimum: 1, example: 224 })
  readonly height!: number;

  @ApiProperty({ type: String, description: 'A PNG in base64' })
  readonly png_base64!: string;
}

/** What the model saw of the picture. */
class DrawnView extends DrawnPicture {
  @ApiProperty({ type: ViewRegion, description: 'Which part of the upright picture it shows' })
  readonly region!: ViewRegion;
}

/** The answer of POST /explain. */
export class ExplanationResponse {
  @ApiProperty({ type: String, example: 'Amphibian' })
  readonly label!: string;

  @ApiProperty({
    type: Number,
    minimum: 0,
    maximum: 1,
    description: 'Of the label for the whole picture, as POST /predict answers it; rounded to 7 decimals',
    example: 0.9339845,
  })
  readonly confidence!: number;

  @ApiProperty({ type: ExplanationGrid })
  readonly grid!: ExplanationGrid;

  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'number', minimum: -1, maximum: 1 } },
    description:
      'Row by row from the top: the confidence of the whole picture less that with this patch greyed out, rounded to 7 ' +
      'decimals. Above 0 the patch speaks for the label, below 0 against it.',
  })
  readonly importance!: number[][];

  @ApiProperty({ type: DrawnView, description: 'The picture as the model sees it, before it is normalised' })
  readonly view!: DrawnView;

  @ApiProperty({
    type: DrawnPicture,
    description: 'The view in pale, and the importance over it: red speaks for the label, blue against it',
  })
  readonly overlay!: DrawnPicture;

  @ApiProperty({
    type: Number,
    minimum: 0,
    description: 'Milliseconds from when the body was there, to the microsecond',
    example: 441.207,
  })
  readonly latency_ms!: number;
}
