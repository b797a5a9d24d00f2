import { describe, expect, it } from '@jest/globals';
import { chooseFiles } from './choose-files.js';

const choose = (paths: string[], onnxFile?: string) =>
  chooseFiles(
    ['config.json', 'preprocessor_config.json', ...paths].map((path) => ({ path })),
    'owner/name',
    onnxFile,
  )
    .slice(2)
    .map(({ path, to }) => (path === to ? path : `${path} -> ${to}`));

describe('the files to download', () => {
  it('are the configs, the data and the ONNX file, and nothing else', () => {
    expect(
      choose(['README.md', 'label_groups.json', 'onnx/model.onnx', 'model.onnx', 'pytorch_model.bin']),
    ).toEqual(['label_groups.json', 'onnx/model.onnx']);
  });

  it.each([
    [['onnx/model.onnx_data', 'onnx/model.onnx_data_1', 'onnx/model.onnx_data_x', 'model.onnx_data'], 2],
    [['onnx/model.onnx.data', 'other/model.onnx.data'], 1],
    [['onnx/weights.onnx.data'], 1],
    [['onnx/model_q4.onnx', 'onnx/model_q4.onnx.data', 'onnx/model_q4.onnx_data'], 0],
  ])('have of %j only the data of the ONNX file', (others, count) => {
    expect(choose(['onnx/model.onnx', ...others])).toHaveLength(count + 1);
  });

  it('lie where ONNX Runtime looks for them', () => {
    expect(choose(['q/a.onnx', 'q/a.onnx_data'], 'q/a.onnx')).toEqual([
      'q/a.onnx_data -> onnx/a.onnx_data',
      'q/a.onnx -> onnx/model.onnx',
    ]);
    expect(choose(['a.onnx', 'a.onnx.data'], 'a.onnx')).toEqual([
      'a.onnx.data -> onnx/a.onnx.data',
      'a.onnx -> onnx/model.onnx',
    ]);
  });

  it('have to be there', () => {
    expect(() => choose([])).toThrow('found no .onnx file at all');
    expect(() => choose(['a.onnx'])).toThrow('found a.onnx; choose one with --file');
    expect(() => choose(['onnx/model.onnx'], 'b.onnx')).toThrow('expected b.onnx, found onnx/model.onnx');
    expect(() => choose(Array.from({ length: 40 }, (_, i) => `${i}.onnx`))).toThrow('and 10 more');
    expect(() => chooseFiles([{ path: 'model.onnx' }], 'o/n')).toThrow(
      'expected config.json and preprocessor_config.json',
    );
  });
});
