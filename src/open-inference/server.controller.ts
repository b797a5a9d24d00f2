import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NeedsScope, Public } from '../auth/access.decorators.js';
import { packageVersion } from '../config/package-version.js';
import { Readiness } from '../health/readiness.js';
import { ApiInferenceErrors } from './api-inference-errors.js';
import { serverMetadata } from './metadata.js';
import { ServerLive, ServerMetadata, ServerReady } from './metadata.dto.js';

const version = packageVersion();

/** The server as a whole, under the Open Inference Protocol. */
@ApiTags('open inference')
@Controller('v2')
export class ServerController {
  constructor(private readonly readiness: Readiness) {}

  @Get()
  @ApiOperation({ summary: 'Describe the server' })
  @ApiOkResponse({ type: ServerMetadata })
  @ApiInferenceErrors({ needsKey: true })
  // The last one, which is applied first: what it says of 401 and 403 is the other doors' form.
  @NeedsScope('predict')
  serverMetadata(): ServerMetadata {
    return serverMetadata(version);
  }

  @Get('health/live')
  @Public()
  @ApiOperation({ summary: 'Does the process answer?' })
  @ApiOkResponse({ type: ServerLive })
  @ApiInferenceErrors({ needsKey: false })
  serverLive(): ServerLive {
    return { live: true };
  }

  @Get('health/ready')
  @Public()
  @ApiOperation({ summary: 'Does the server take requests?', description: 'As GET /health/ready.' })
  @ApiOkResponse({ type: ServerReady })
  @ApiInferenceErrors({ needsKey: false }, 'not_ready')
  serverReady(): ServerReady {
    this.readiness.require();
    return { live: true, ready: true };
  }
}
