import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NeedsScope } from '../auth/access.decorators.js';
import { ApiProblems, EVERY_ROUTE } from '../openapi/api-problems.js';
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
  @ApiProblems(...EVERY_ROUTE)
  describe(): ModelDescription {
    return describeModel(this.classifier.model);
  }
}
