import { ApiProperty } from '@nestjs/swagger';

class ModelInput {
  @ApiProperty({
    type: [Number],
    example: [1, 3, 224, 224],
    description: 'Batch, channels, height, width (NCHW)',
  })
  readonly shape!: number[];

  @ApiProperty({ type: String, example: 'float32' })
  readonly data_type!: string;
}

class ModelPreprocessing {
  @ApiProperty({
    type: String,
    example: 'squash',
    description: 'To the input size, whatever the proportions',
  })
  readonly resize!: string;

  @ApiProperty({ type: String, example: 'bicubic', description: 'Antialiased, as Pillow resamples' })
  readonly resample!: string;

  @ApiProperty({
    type: [Number],
    example: [0.485, 0.456, 0.406],
    description: 'R, G, B on the scale from 0 to 1',
  })
  readonly mean!: number[];

  @ApiProperty({ type: [Number], example: [0.229, 0.224, 0.225] })
  readonly std!: number[];
}

/** The answer of GET /model. */
export class ModelDescription {
  @ApiProperty({ type: String, example: 'tetrapod-simulated' })
  readonly name!: string;

  @ApiProperty({ type: String, example: '1.0.0' })
  readonly version!: string;

  @ApiProperty({
    enum: ['simulated'],
    description: 'A simulated model does not look at what is in a picture',
  })
  readonly kind!: string;

  @ApiProperty({ type: String })
  readonly description!: string;

  @ApiProperty({ type: [String], example: ['Mammal', 'Bird', 'Reptile', 'Amphibian'] })
  readonly labels!: string[];

  @ApiProperty({ type: ModelInput })
  readonly input!: ModelInput;

  @ApiProperty({ type: ModelPreprocessing })
  readonly preprocessing!: ModelPreprocessing;
}
