import { ApiProperty } from '@nestjs/swagger';

class ModelInput {
  @ApiProperty({ type: 'array', items: { type: 'integer', minimum: 1 }, example: [1, 3, 224, 224] })
  readonly shape!: number[];

  @ApiProperty({ enum: ['float32', 'float16', 'uint8'] })
  readonly data_type!: string;

  @ApiProperty({ enum: ['NCHW', 'NHWC'], description: 'Batch, channels, height, width, or channels last' })
  readonly layout!: string;
}

class ModelResize {
  @ApiProperty({
    enum: ['squash', 'shortest_edge'],
    description: 'To a size, or so that the shorter side has a length',
  })
  readonly mode!: string;

  @ApiProperty({ type: 'integer', minimum: 1, required: false, example: 224 })
  readonly width?: number;

  @ApiProperty({ type: 'integer', minimum: 1, required: false, example: 224 })
  readonly height?: number;

  @ApiProperty({ type: 'integer', minimum: 1, required: false, description: 'Of the shorter side' })
  readonly length?: number;
}

class ModelCrop {
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly width!: number;

  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly height!: number;
}

class ModelPreprocessing {
  @ApiProperty({ type: ModelResize })
  readonly resize!: ModelResize;

  @ApiProperty({
    enum: ['nearest', 'lanczos', 'bilinear', 'bicubic'],
    description: 'Antialiased, as Pillow resamples',
  })
  readonly resample!: string;

  @ApiProperty({ type: ModelCrop, nullable: true, description: 'Cut out of the middle after the resize' })
  readonly crop!: ModelCrop | null;

  @ApiProperty({
    type: Number,
    description: 'Samples from 0 to 255 are multiplied by it',
    example: 0.00392156862745098,
  })
  readonly rescale_factor!: number;

  @ApiProperty({ type: [Number], example: [0.485, 0.456, 0.406], description: 'R, G, B after the rescaling' })
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
    enum: ['simulated', 'onnx', 'remote'],
    description:
      'A simulated model does not look at what is in a picture; a remote one is run by another server (INFERENCE_URL)',
  })
  readonly kind!: string;

  @ApiProperty({ type: String })
  readonly description!: string;

  @ApiProperty({ type: String, required: false, description: 'Of the file with the weights' })
  readonly sha256?: string;

  @ApiProperty({ type: [String], example: ['Mammal', 'Bird', 'Reptile', 'Amphibian'] })
  readonly labels!: string[];

  @ApiProperty({ type: ModelInput })
  readonly input!: ModelInput;

  @ApiProperty({ type: ModelPreprocessing })
  readonly preprocessing!: ModelPreprocessing;
}
