import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppConfig } from '../config/app-config.js';
import { withoutSecrets, workerEnvironment } from './worker-environment.js';

const SECRETS = {
  API_KEYS: `web:${'a'.repeat(64)}`,
  API_KEYS_FILE: '/keys',
  REDIS_URL: 'redis://:secret@host',
  INFERENCE_API_KEY: 'secret',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret',
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=secret',
};

describe('the environment of a worker', () => {
  beforeEach(() => {
    Object.assign(process.env, SECRETS);
  });
  afterEach(() => {
    for (const name of Object.keys(SECRETS)) Reflect.deleteProperty(process.env, name);
  });

  it('has the settings of the server, and nothing that is secret', () => {
    const config = AppConfig.fromEnvironment({ ...SECRETS, MAX_IMAGE_PIXELS: '1000' });
    const env = workerEnvironment(config, true);
    expect(env.MAX_IMAGE_PIXELS).toBe('1000');
    for (const name of Object.keys(SECRETS)) expect(env).not.toHaveProperty(name);
  });

  it('is that of the process without secrets, where the settings have not been read', () => {
    const env = withoutSecrets({ ...SECRETS, MODEL: 'models/a' });
    expect(env).toEqual({ MODEL: 'models/a' });
  });
});
