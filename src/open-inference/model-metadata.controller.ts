import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { NeedsScope } from '../auth/access.decorators.js';
import { Readiness } from '../health/readiness.js';
import { Classifier } from '../pipeline/classifier.js';
import { ApiInferenceErrors } from './api-inference-errors.js';
import { modelMetadata } from './metadata.js';
import { ModelMetadata, ModelReady } from './metadata.dto.js';
import { ServedModelGuard } from './served-model.guard.js';
import { settledModel } from './settled-model.js';

/** The served model, with and without its version in the path. */
@ApiTags('open inference')
@ApiParam({ name: 'model', type: String, description: 'MODEL_NAME, or the name of the model folder' })
@NeedsScope('predict')
@UseGuards(ServedModelGuard)
@Controller('v2/models/:model')
export class ModelMetadataController {
  constructor(
    private readonly classifier: Classifier,
    private readonly readiness: Readiness,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Describe the model' })
  @ApiOkResponse({ type: ModelMetadata })
  @ApiInferenceErrors({ needsKey: true }, 'not_found', 'not_ready')
  modelMetadata(): ModelMetadata {
    return modelMetadata(settledModel(this.classifier));
  }

  @Get('versions/:version')
  @ApiParam({ name: 'version', type: String })
  @ApiOperation({ summary: 'Describe a version of the model' })
  @ApiOkResponse({ type: ModelMetadata })
  @ApiInferenceErrors({ needsKey: true }, 'not_found', 'not_ready')
  modelVersionMetadata(): ModelMetadata {
    return this.modelMetadata();
  }

  @Get('ready')
  @ApiOperation({ summary: 'Does the model take requests?' })
  @ApiOkResponse({ type: ModelReady })
  @ApiInferenceErrors({ needsKey: true }, 'not_found', 'not_ready')
  modelReady(): ModelReady {
    this.readiness.require();
    return { name: this.classifier.model.card.name, ready: true };
  }

  @Get('versions/:version/ready')
  @ApiParam({ name: 'version', type: String })
  @ApiOperation({ summary: 'Does a version of the model take requests?' })
  @ApiOkResponse({ type: ModelReady })
  @ApiInferenceErrors({ needsKey: true }, 'not_found', 'not_ready')
  modelVersionReady(): ModelReady {
    return this.modelReady();
  }
}
