import { ApiProperty } from '@nestjs/swagger';

/** Further wishes; those that are not known are passed over. */
const PARAMETERS = { type: 'object', additionalProperties: true, selfRequired: false } as const;

/** A tensor as JSON: nested as its shape says, or flat in row-major order. */
const DATA = {
  type: 'array',
  items: {},
  required: false,
  description: 'Numbers, or strings in base64 for BYTES; nested or flat. Not beside binary_data_size.',
} as const;

/** The one input of a request. */
class InferenceRequestInput {
  @ApiProperty({ type: String, description: "The graph's own, or any for BYTES", example: 'image' })
  readonly name!: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'integer' },
    description: '[N, 3, height, width], or [N] for BYTES',
    example: [1],
  })
  readonly shape!: number[];

  @ApiProperty({
    enum: ['FP32', 'FP16', 'UINT8', 'BYTES'],
    description: 'As the metadata says, or BYTES for encoded pictures',
    example: 'BYTES',
  })
  readonly datatype!: string;

  @ApiProperty({
    ...PARAMETERS,
    nullable: true,
    description: '`binary_data_size` (bytes behind the JSON text), `content_type` ("base64")',
    example: { content_type: 'base64' },
  })
  readonly parameters?: object;

  @ApiProperty(DATA)
  readonly data?: unknown[];
}

/** An output that is asked for. */
class InferenceRequestOutput {
  @ApiProperty({ type: String, example: 'confidences' })
  readonly name!: string;

  @ApiProperty({
    ...PARAMETERS,
    nullable: true,
    description:
      '`binary_data` (true: behind the JSON text), `classification` (so many of the highest, as text)',
    example: { classification: 3 },
  })
  readonly parameters?: object;
}

/** The JSON text of POST /v2/models/{model}/infer. */
export class InferenceRequestDocument {
  @ApiProperty({
    type: String,
    required: false,
    nullable: true,
    maxLength: 1024,
    description: 'Answered as it came',
  })
  readonly id?: string;

  @ApiProperty({
    ...PARAMETERS,
    nullable: true,
    description: '`binary_data_output` (true: all outputs behind the JSON text)',
  })
  readonly parameters?: object;

  @ApiProperty({ type: [InferenceRequestInput], minItems: 1, maxItems: 1 })
  readonly inputs!: InferenceRequestInput[];

  @ApiProperty({
    type: [InferenceRequestOutput],
    required: false,
    nullable: true,
    description: 'All where there are none',
  })
  readonly outputs?: InferenceRequestOutput[];
}

/** An output that is answered. */
class InferenceResponseOutput {
  @ApiProperty({ type: String, example: 'confidences' })
  readonly name!: string;

  @ApiProperty({ enum: ['FP32', 'BYTES'], description: 'BYTES for classifications' })
  readonly datatype!: string;

  @ApiProperty({ type: 'array', items: { type: 'integer' }, example: [1, 4] })
  readonly shape!: number[];

  @ApiProperty({ ...PARAMETERS, description: '`binary_data_size`, where it stands behind the JSON text' })
  readonly parameters?: object;

  @ApiProperty({
    type: 'array',
    items: { oneOf: [{ type: 'number' }, { type: 'string' }] },
    required: false,
    description: 'Flat, in row-major order; "score:index:label" for classifications',
    example: [0.281562, 0.244393, 0.456042, 0.018002],
  })
  readonly data?: unknown[];
}

/** The JSON text of the answer. */
export class InferenceResponseDocument {
  @ApiProperty({ type: String, example: 'tetrapod-simulated' })
  readonly model_name!: string;

  @ApiProperty({ type: String, example: '1.0.0' })
  readonly model_version!: string;

  @ApiProperty({ type: String, required: false, description: 'Where the request has one' })
  readonly id?: string;

  @ApiProperty({ type: [InferenceResponseOutput] })
  readonly outputs!: InferenceResponseOutput[];
}
