import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
} from '@nestjs/terminus';
import { Public } from '../auth/access.decorators.js';
import { AppError } from '../errors.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { DrainService } from '../shutdown/drain.service.js';
import { WorkerPool } from '../workers/worker-pool.js';
import { HealthReport } from './health-report.dto.js';

/** Never cached; documented by our own problem schema in place of Terminus's. */
const PROBE = { noCache: true, swaggerDocumentation: false };

interface Check {
  name: string;
  isUp: boolean;
  /** Figures that tell a person more. */
  condition?: Record<string, number>;
}

/** Kubernetes probes. Terminus runs the checks; the drain is ours, because its own would fail liveness too. */
@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly workers: WorkerPool,
    private readonly drain: DrainService,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'Does the process answer?', description: '200 also while the server drains.' })
  @ApiProblems('malformed_request', 'headers_too_large', 'internal_error')
  @ApiOkResponse({ type: HealthReport })
  @HealthCheck(PROBE)
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  @Get('startup')
  @ApiOperation({ summary: 'Has the server started?' })
  @ApiProblems('malformed_request', 'headers_too_large', 'internal_error', 'not_ready')
  @ApiOkResponse({ type: HealthReport })
  @HealthCheck(PROBE)
  startup(): Promise<HealthCheckResult> {
    return this.check(this.workersCheck);
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Does the server take requests?',
    description:
      '503 until half of the workers have loaded the model and passed the self-test, and from SIGTERM on.',
  })
  @ApiProblems('malformed_request', 'headers_too_large', 'internal_error', 'not_ready')
  @ApiOkResponse({ type: HealthReport })
  @HealthCheck(PROBE)
  ready(): Promise<HealthCheckResult> {
    return this.check(this.workersCheck, { name: 'not_draining', isUp: !this.drain.isDraining });
  }

  private get workersCheck(): Check {
    const { isReady, condition } = this.workers;
    return { name: 'workers', isUp: isReady, condition };
  }

  /** @throws AppError `not_ready` naming the checks that failed */
  private async check(...checks: Check[]): Promise<HealthCheckResult> {
    try {
      return await this.health.check(
        checks.map(({ name, isUp, condition }) => () => {
          const indicator = this.indicators.check(name);
          return isUp ? indicator.up(condition) : indicator.down(condition);
        }),
      );
    } catch (cause) {
      if (!(cause instanceof ServiceUnavailableException)) throw cause;
      const failed = checks.filter(({ isUp }) => !isUp).map(describe);
      throw new AppError('not_ready', `expected every check to pass, failed: ${failed.join(', ')}`, {
        cause,
      });
    }
  }
}

function describe({ name, condition }: Check): string {
  if (!condition) return name;
  const figures = Object.entries(condition).map(([figure, value]) => `${figure} ${value}`);
  return `${name} (${figures.join(', ')})`;
}
