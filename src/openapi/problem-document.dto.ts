import { ApiProperty } from '@nestjs/swagger';
import { PROBLEMS, type ErrorCode } from '../errors.js';

/** One wrong field of a `validation_failed`. */
class FieldProblem {
  @ApiProperty({ type: String, example: 'confidence_threshold' })
  readonly field!: string;

  @ApiProperty({ type: String, example: 'expected a number from 0 to 1, received a string of 3 characters' })
  readonly detail!: string;
}

/** What an `overloaded` tells of the queue. */
class QueueProblem {
  @ApiProperty({ type: 'integer', minimum: 0, example: 256, description: 'Pictures that wait' })
  readonly length!: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 256, description: 'QUEUE_MAX' })
  readonly max!: number;

  @ApiProperty({
    type: Number,
    example: 1400,
    description: 'Until a picture that comes now would have its turn',
  })
  readonly expected_wait_ms!: number;

  @ApiProperty({
    type: Number,
    example: 5.47,
    description: 'Mean time of a worker for such a picture, lately',
  })
  readonly service_time_ms!: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 2, description: 'How many workers live' })
  readonly workers!: number;
}

/** A problem document of RFC 9457, as every failure is answered. */
export class ProblemDocument {
  @ApiProperty({ type: String, format: 'uri', example: 'urn:tetrapod:problem:image_corrupt' })
  readonly type!: string;

  @ApiProperty({ type: String, description: 'The same for every problem of this code' })
  readonly title!: string;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599 })
  readonly status!: number;

  @ApiProperty({ type: String, description: 'What was expected, what was received and what to do' })
  readonly detail!: string;

  @ApiProperty({ enum: Object.keys(PROBLEMS), enumName: 'ProblemCode', description: 'Stable, for programs' })
  readonly code!: ErrorCode;

  @ApiProperty({ type: String, description: 'As in the header X-Request-Id and in the log' })
  readonly request_id!: string;

  @ApiProperty({
    type: [FieldProblem],
    required: false,
    description: 'Every wrong field of a validation_failed',
  })
  readonly errors?: FieldProblem[];
  @ApiProperty({ type: QueueProblem, required: false, description: 'The queue, of an `overloaded`' })
  readonly queue?: QueueProblem;
}
