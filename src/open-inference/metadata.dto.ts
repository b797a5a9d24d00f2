import { ApiProperty } from '@nestjs/swagger';

/** The answer of GET /v2. */
export class ServerMetadata {
  @ApiProperty({ type: String, example: 'tetrapod' })
  readonly name!: string;

  @ApiProperty({ type: String, description: 'Of the package', example: '0.1.0' })
  readonly version!: string;

  @ApiProperty({ type: [String], example: ['binary_tensor_data', 'classification'] })
  readonly extensions!: string[];
}

/** The answer of GET /v2/health/live. */
export class ServerLive {
  @ApiProperty({ type: Boolean, example: true })
  readonly live!: boolean;
}

/** The answer of GET /v2/health/ready. */
export class ServerReady {
  @ApiProperty({ type: Boolean, example: true })
  readonly live!: boolean;

  @ApiProperty({ type: Boolean, example: true })
  readonly ready!: boolean;
}

/** The answer of GET /v2/models/{model}/ready. */
export class ModelReady {
  @ApiProperty({ type: String, example: 'tetrapod-simulated' })
  readonly name!: string;

  @ApiProperty({ type: Boolean, example: true })
  readonly ready!: boolean;
}

/** A tensor that goes in or out. */
class TensorMetadata {
  @ApiProperty({ type: String, example: 'pixel_values' })
  readonly name!: string;

  @ApiProperty({ type: String, example: 'FP32' })
  readonly datatype!: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'integer' },
    description: '-1 for any number of pictures',
    example: [-1, 3, 224, 224],
  })
  readonly shape!: number[];
}

/** The answer of GET /v2/models/{model}. */
export class ModelMetadata {
  @ApiProperty({ type: String, example: 'tetrapod-simulated' })
  readonly name!: string;

  @ApiProperty({ type: [String], example: ['1.0.0'] })
  readonly versions!: string[];

  @ApiProperty({ type: String, example: 'onnx_onnxv1' })
  readonly platform!: string;

  @ApiProperty({
    type: [TensorMetadata],
    description:
      'The tensor that the graph takes; encoded pictures may come in its place, with the type BYTES',
  })
  readonly inputs!: TensorMetadata[];

  @ApiProperty({
    type: [TensorMetadata],
    description: "The graph's own row of scores, and the confidences that POST /predict answers from",
  })
  readonly outputs!: TensorMetadata[];
}

/** Every failure under /v2. */
export class InferenceErrorDocument {
  @ApiProperty({ type: String, description: 'What was expected, what was received and what to do' })
  readonly error!: string;
}
