import { config, SQUASH } from '../../../scripts/models/model-folder.js';
import type { Plan } from '../plan.js';
import { write } from './prepare.js';

export const remoteInference: Plan = {
  addresses: async (house) => ({ 'http://triton:8000/v2/models/resnet': (await house.upstream()).url }),
  prepare: (session) => {
    const size = { height: 224, width: 224 };
    write(session, {
      'models/resnet-50/config.json': JSON.stringify(config()),
      'models/resnet-50/preprocessor_config.json': JSON.stringify({ ...SQUASH, size }),
    });
  },
};
