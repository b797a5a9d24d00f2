import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ModelProvider } from '../model/model.provider.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { describeModel } from './describe-model.js';
import { ModelDescription } from './model-description.dto.js';

@ApiTags('model')
@Controller('model')
export class ModelController {
  constructor(private readonly model: ModelProvider) {}

  @Get()
  @ApiOperation({ summary: 'Describe the model that answers' })
  @ApiOkResponse({ type: ModelDescription })
  @ApiProblems('malformed_request', 'headers_too_large', 'internal_error')
  describe(): ModelDescription {
    return describeModel(this.model);
  }
}
