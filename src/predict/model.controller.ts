import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ModelProvider } from '../model/model.provider.js';
import { ModelDescription } from './model-description.dto.js';

@ApiTags('model')
@Controller('model')
export class ModelController {
  constructor(private readonly model: ModelProvider) {}

  @Get()
  @ApiOperation({ summary: 'Describe the model that answers' })
  @ApiOkResponse({ type: ModelDescription })
  describe(): ModelDescription {
    const { card, labels, preprocessing } = this.model;
    const { width, height } = preprocessing.size;
    return {
      name: card.name,
      version: card.version,
      kind: card.kind,
      description: card.description,
      labels: [...labels],
      input: { shape: [1, 3, height, width], data_type: 'float32' },
      preprocessing: {
        resize: 'squash',
        resample: 'bicubic',
        mean: [...preprocessing.mean],
        std: [...preprocessing.std],
      },
    };
  }
}
