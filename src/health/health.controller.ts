import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
} from '@nestjs/terminus';
import { Public } from '../auth/access.decorators.js';
import { ApiProblems, EVERY_ROUTE } from '../openapi/api-problems.js';
import { HealthReport } from './health-report.dto.js';
import { notReady, Readiness, type Check } from './readiness.js';

/** Never cached; documented by our own problem schema in place of Terminus's. */
const PROBE = { noCache: true, swaggerDocumentation: false };

/** Kubernetes probes. Terminus runs the checks; the drain is ours, because its own would fail liveness too. */
@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly readiness: Readiness,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'Does the process answer?', description: '200 also while the server drains.' })
  @ApiProblems(...EVERY_ROUTE)
  @ApiOkResponse({ type: HealthReport })
  @HealthCheck(PROBE)
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  @Get('startup')
  @ApiOperation({ summary: 'Has the server started?' })
  @ApiProblems(...EVERY_ROUTE, 'not_ready')
  @ApiOkResponse({ type: HealthReport })
  @HealthCheck(PROBE)
  startup(): Promise<HealthCheckResult> {
    return this.check([this.readiness.workersCheck]);
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Does the server take requests?',
    description:
      '503 until half of the workers have loaded the model and passed the self-test, and from SIGTERM on; with INFERENCE_URL also while that server is not ready, or has another model.',
  })
  @ApiProblems(...EVERY_ROUTE, 'not_ready')
  @ApiOkResponse({ type: HealthReport })
  @HealthCheck(PROBE)
  ready(): Promise<HealthCheckResult> {
    return this.check(this.readiness.checks);
  }

  /** @throws AppError `not_ready` naming the checks that failed */
  private async check(checks: Check[]): Promise<HealthCheckResult> {
    try {
      return await this.health.check(
        checks.map(({ name, isUp, condition }) => () => {
          const indicator = this.indicators.check(name);
          return isUp ? indicator.up(condition) : indicator.down(condition);
        }),
      );
    } catch (cause) {
      if (!(cause instanceof ServiceUnavailableException)) throw cause;
      throw notReady(
        checks.filter(({ isUp }) => !isUp),
        cause,
      );
    }
  }
}
