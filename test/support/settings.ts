import { expect } from '@jest/globals';
import { AppConfig } from '../../src/config/app-config.js';
import { ConfigError } from '../../src/config/config-error.js';

/** What every setting is where nothing is set. */
export const DEFAULTS = {
  PORT: 3000,
  HOST: '127.0.0.1',
  MODEL: 'simulated',
  MODEL_NAME: '',
  LABEL_GROUPS: '',
  INFERENCE_URL: '',
  INFERENCE_API_KEY: '',
  INFERENCE_TENSORS: 'auto',
  INFERENCE_TIMEOUT_MS: 10_000,
  INFERENCE_CONNECTIONS: 4,
  BATCH_MAX_SIZE: 8,
  BATCH_MAX_DELAY_MS: 0,
  WORKERS: 0,
  DECODER: 'auto',
  JPEG_SCALE: 'reduced',
  LOG_LEVEL: 'info',
  LOG_FORMAT: 'auto',
  MAX_BODY_BYTES: 20_971_520,
  MAX_INFLIGHT_BYTES: 0,
  QUEUE_MAX: 256,
  REQUEST_TIMEOUT_MS: 30_000,
  DECODE_TIMEOUT_MS: 15_000,
  BATCH_MAX_ITEMS: 32,
  EXPLAIN_CONCURRENCY: 1,
  MAX_IMAGE_PIXELS: 50_000_000,
  SHUTDOWN_DELAY_MS: 3000,
  SHUTDOWN_GRACE_MS: 10_000,
  KEEP_ALIVE_TIMEOUT_MS: 75_000,
  RECEIVE_TIMEOUT_MS: 60_000,
  SEND_TIMEOUT_MS: 30_000,
  MAX_CONNECTIONS: 0,
  TRUST_PROXY: 'false',
  CORS_ORIGINS: '',
  AUTH: 'auto',
  API_KEYS: '',
  API_KEYS_FILE: '',
  DOCS: 'on',
  PLAYGROUND: 'on',
  METRICS: 'on',
  RATE_LIMIT: '',
  REDIS_URL: '',
  RATE_LIMIT_ON_REDIS_FAILURE: 'allow',
  OTEL_EXPORTER_OTLP_ENDPOINT: '',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: '',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_SDK_DISABLED: 'false',
};

/** As a plain object, to compare with one. */
export const read = (env: NodeJS.ProcessEnv): typeof DEFAULTS =>
  Object.assign({}, AppConfig.fromEnvironment(env));

export function problems(env: NodeJS.ProcessEnv): string[] {
  try {
    AppConfig.fromEnvironment(env);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems;
  }
}
