import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Classifier } from '../../src/pipeline/classifier.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startApp, type RunningApp } from '../support/app.js';

describe('a failure inside', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ LOG_LEVEL: 'error' });
  });
  afterAll(() => app.close());

  it('is 500 internal_error and says nothing of the inside', async () => {
    const classifier = app.app.get(Classifier);
    const classify = classifier.classify.bind(classifier);
    classifier.classify = () => Promise.reject(new Error('the secret inside of /srv/model'));
    const response = await app.predict({ image_base64: EXAMPLE_PICTURE });
    classifier.classify = classify;
    expect(response.status).toBe(500);
    expect(response.body).toMatchObject({ code: 'internal_error', status: 500 });
    expect(response.text).not.toMatch(/secret|srv|Error:|\.ts|\.js/);
    await app.predict({ image_base64: EXAMPLE_PICTURE }).expect(200);
  });
});
