import { ApiProperty } from '@nestjs/swagger';

const CHECKS = {
  type: 'object',
  additionalProperties: { type: 'object' },
  example: { labels: { status: 'up' } },
} as const;

/** What Terminus answers where every check passes. */
export class HealthReport {
  @ApiProperty({ type: String, example: 'ok' })
  readonly status!: string;

  @ApiProperty({ ...CHECKS, description: 'The checks that pass' })
  readonly info!: object;

  @ApiProperty({ ...CHECKS, example: {}, description: 'The checks that fail: none' })
  readonly error!: object;

  @ApiProperty({ ...CHECKS, description: 'All checks' })
  readonly details!: object;
}
