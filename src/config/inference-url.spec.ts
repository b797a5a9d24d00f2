import { describe, expect, it } from '@jest/globals';
import { parseInferenceUrl } from './inference-url.js';

describe('parseInferenceUrl', () => {
  it('takes server, model and version apart', () => {
    expect(parseInferenceUrl('http://triton:8000/v2/models/resnet')).toEqual({
      origin: 'http://triton:8000',
      serverPath: '/v2',
      modelPath: '/v2/models/resnet',
      host: 'triton:8000',
      model: 'resnet',
      version: undefined,
    });
    expect(parseInferenceUrl('https://gate.example/ns/team%20a/v2/models/r%2F50/versions/3/')).toEqual({
      origin: 'https://gate.example',
      serverPath: '/ns/team%20a/v2',
      modelPath: '/ns/team%20a/v2/models/r%2F50/versions/3',
      host: 'gate.example',
      model: 'r/50',
      version: '3',
    });
  });

  it.each([
    ['no scheme', 'triton:8000/v2/models/resnet'],
    ['another scheme', 'grpc://triton:8001/v2/models/resnet'],
    ['no model', 'http://triton:8000/v2'],
    ['an empty model', 'http://triton:8000/v2/models//versions/1'],
    ['the path of an inference', 'http://triton:8000/v2/models/resnet/infer'],
    ['the first version of the protocol', 'http://triton:8000/v1/models/resnet'],
    ['credentials', 'http://me:secret@triton:8000/v2/models/resnet'],
    ['a query', 'http://triton:8000/v2/models/resnet?x=1'],
    ['a broken escape', 'http://triton:8000/v2/models/%E0%A4%A'],
  ])('refuses %s', (_what, text) => {
    expect(parseInferenceUrl(text)).toBeUndefined();
  });
});
