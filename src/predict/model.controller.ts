import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ModelProvider } from '../model/model.provider.js';
import { outputSize } from '../preprocessing/preprocessing-spec.js';
import { ApiProblems } from '../openapi/api-problems.js';
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
    const { card, labels, preprocessing: spec } = this.model;
    const { width, height } = outputSize(spec)!;
    return {
      ...card,
      labels: [...labels],
      input: {
        shape: spec.layout === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3],
        data_type: spec.dataType,
        layout: spec.layout,
      },
      preprocessing: {
        resize: spec.resize,
        resample: spec.resample,
        crop: spec.crop ?? null,
        rescale_factor: spec.rescaleFactor,
        mean: [...spec.mean],
        std: [...spec.std],
      },
    };
  }
}
