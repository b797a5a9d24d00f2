import { ApiProperty } from '@nestjs/swagger';
import { ProblemDocument } from '../../openapi/problem-document.dto.js';
import type { Problem } from '../../http/problem.js';
import { PredictionItem } from '../classification-response.dto.js';

/** What became of one picture of a batch. */
export class BatchResult {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Its place in the request, from 0' })
  readonly index!: number;

  @ApiProperty({
    type: String,
    required: false,
    description: 'As the client gave it, or the name of the file',
  })
  readonly id?: string;

  @ApiProperty({ type: 'integer', description: 'What POST /predict would have answered with', example: 200 })
  readonly status!: number;

  @ApiProperty({
    type: [PredictionItem],
    required: false,
    description: 'With the status 200, as of POST /predict',
  })
  readonly predictions?: PredictionItem[];

  @ApiProperty({
    type: Number,
    minimum: 0,
    required: false,
    description:
      'With the status 200: milliseconds from its turn to its predictions, its wait for a worker included',
  })
  readonly latency_ms?: number;

  @ApiProperty({ type: ProblemDocument, required: false, description: 'With any other status' })
  readonly problem?: Problem;
}

/** How many pictures came to what. */
export class BatchCounts {
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly total!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'With the status 200' })
  readonly succeeded!: number;

  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly failed!: number;
}

/** The answer of POST /predict/batch. */
export class BatchResponse {
  @ApiProperty({ type: [BatchResult], description: 'One for each picture, in the order of the request' })
  readonly results!: BatchResult[];

  @ApiProperty({ type: BatchCounts })
  readonly counts!: BatchCounts;
}

/** @returns the counts of so many results */
export function countsOf(results: readonly BatchResult[]): BatchCounts {
  const succeeded = results.filter(({ status }) => status === 200).length;
  return { total: results.length, succeeded, failed: results.length - succeeded };
}
