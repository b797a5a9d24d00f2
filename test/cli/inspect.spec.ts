import { describe, expect, it } from '@jest/globals';
import { tetrapod } from './run-cli.js';

const MODELS = 'test/models';

describe('tetrapod inspect', () => {
  it('shows what the server understands of a folder', async () => {
    const { code, stdout } = await tetrapod(['inspect', `${MODELS}/crop-pct`]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^model +crop-pct: An ONNX classifier of 4 classes\n/);
    expect(stdout).toContain('shorter side to 16, bicubic');
    expect(stdout).toContain('the middle 8x8');
    expect(stdout).toContain('4: reddish, greenish, bluish, greyish');
    expect(stdout).not.toContain('WARNING');
  });

  it('prints one JSON object for programs, and nothing else', async () => {
    const { code, stdout } = await tetrapod(['inspect', `${MODELS}/label-groups`, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'label-groups',
      input: { shape: [1, 3, 8, 8], data_type: 'float32', layout: 'NCHW' },
      activation: 'softmax',
      labels: ['Warm', 'Cold', 'Leafy'],
      warnings: [],
    });
  });

  it('warns of an output that looks like probabilities and is declared as logits', async () => {
    const { stdout } = await tetrapod(['inspect', `${MODELS}/undeclared-probabilities`]);
    expect(stdout).toMatch(/^WARNING .*function_to_apply/m);
  });

  it('says in one line what is wrong with a folder, with exit code 1', async () => {
    const { code, stdout, stderr } = await tetrapod(['inspect', `${MODELS}/broken/unknown-step`]);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^tetrapod: preprocessor_config\.json: do_solarize: expected [^\n]+\n$/);
  });

  it.each([
    ['nowhere', 'nothing there'],
    ['package.json', 'a file'],
  ])('says so where %s is no folder', async (path, found) => {
    const { code, stderr } = await tetrapod(['inspect', path]);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `tetrapod: ${path}: expected a model folder, found ${found}; check the path, or download a model with tetrapod pull\n`,
    );
  });
});
