import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NeedsScope } from '../auth/access.decorators.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { Classifier } from '../pipeline/classifier.js';
import { describeModel } from './describe-model.js';
import { ModelDescription } from './model-description.dto.js';

@ApiTags('model')
@NeedsScope('predict')
@Controller('model')
export class ModelController {
  constructor(private readonly classifier: Classifier) {}

  @Get()
  @ApiOperation({ summary: 'Describe the model that answers' })
  @ApiOkResponse({ type: ModelDescription })
  @ApiProblems('malformed_request', 'headers_too_large', 'internal_error')
  describe(): ModelDescription {
    return describeModel(this.classifier.model);
  }
}
