import { ApiProperty } from '@nestjs/swagger';

/** One label of an answer. */
export class PredictionItem {
  @ApiProperty({ type: String, example: 'Mammal' })
  readonly label!: string;

  @ApiProperty({ type: Number, minimum: 0, maximum: 1, description: 'Rounded to 7 decimals', example: 0.93 })
  readonly confidence!: number;
}

/** The answer of POST /predict. */
export class ClassificationResponse {
  @ApiProperty({
    type: [PredictionItem],
    description: 'Every label of at least the threshold, the most confident first; may be empty',
  })
  readonly predictions!: PredictionItem[];

  @ApiProperty({
    type: Number,
    minimum: 0,
    description: 'Milliseconds for checking, decoding, preprocessing and inference, to the microsecond',
    example: 1.84,
  })
  readonly latency_ms!: number;
}
