import { validateSync } from 'class-validator';
import { CollectorUrl, tracesUrl } from './collector-url.js';
import { ConfigError } from './config-error.js';
import { InferenceUrl } from './inference-url.js';
import { isOriginList } from './origins.js';
import { isRate } from './rate.js';
import { isRedisUrl } from './redis-url.js';
import { Fitting, OneOf, orNothing, SecretText, Text, WholeNumber } from './setting-rules.js';
import { isTrustedProxies } from './trusted-proxies.js';

/**
 * Every environment variable that the server reads, under its own name, with its default and bounds.
 * docs/configuration.md says what gets better and worse as each one grows; a test keeps the two equal.
 */
export class AppConfig {
  @WholeNumber(0, 65535)
  readonly PORT: number = 3000;

  @Text((value) => value !== '', 'an address or host name')
  readonly HOST: string = '127.0.0.1';

  @Text((value) => value !== '', 'simulated or the path of a model folder')
  readonly MODEL: string = 'simulated';

  /** Empty: the folder's. */
  @Text(
    (value) => /^([A-Za-z\d][\w.-]{0,127})?$/.test(value),
    'nothing, or up to 128 letters, digits, ".", "_" and "-", the first a letter or digit',
  )
  readonly MODEL_NAME: string = '';

  @Text(
    (value) => value === '' || value === 'imagenet-tetrapods' || value.endsWith('.json'),
    'nothing, imagenet-tetrapods, or the path of a JSON file',
  )
  readonly LABEL_GROUPS: string = '';

  @InferenceUrl()
  readonly INFERENCE_URL: string = '';

  @SecretText((value) => /^[\x21-\x7e]*$/.test(value), 'visible ASCII characters without a space')
  readonly INFERENCE_API_KEY: string = '';

  @OneOf('auto', 'binary', 'json')
  readonly INFERENCE_TENSORS: string = 'auto';

  @WholeNumber(1, 3_600_000)
  readonly INFERENCE_TIMEOUT_MS: number = 10_000;

  @WholeNumber(1, 1024)
  readonly INFERENCE_CONNECTIONS: number = 4;

  @WholeNumber(1, 1024)
  readonly BATCH_MAX_SIZE: number = 8;

  @WholeNumber(0, 1000)
  readonly BATCH_MAX_DELAY_MS: number = 0;

  /** 0: one for each core that the process may use. */
  @WholeNumber(0, 256)
  readonly WORKERS: number = 0;

  @OneOf('auto', 'sharp', 'jimp')
  readonly DECODER: string = 'auto';

  @OneOf('reduced', 'full')
  readonly JPEG_SCALE: string = 'reduced';

  @OneOf('debug', 'info', 'warn', 'error')
  readonly LOG_LEVEL: string = 'info';

  @OneOf('auto', 'json', 'pretty')
  readonly LOG_FORMAT: string = 'auto';

  @WholeNumber(1024, 256 * 1024 * 1024)
  readonly MAX_BODY_BYTES: number = 20 * 1024 * 1024;

  /** 0: 32 MiB for each worker. */
  @WholeNumber(0, 1024 ** 4)
  readonly MAX_INFLIGHT_BYTES: number = 0;

  @WholeNumber(1, 100_000)
  readonly QUEUE_MAX: number = 256;

  @WholeNumber(1, 3_600_000)
  readonly REQUEST_TIMEOUT_MS: number = 30_000;

  @WholeNumber(10, 3_600_000)
  readonly DECODE_TIMEOUT_MS: number = 15_000;

  @WholeNumber(1, 128)
  readonly BATCH_MAX_ITEMS: number = 32;

  /** 0: none. */
  @WholeNumber(0, 1024)
  readonly EXPLAIN_CONCURRENCY: number = 1;

  @WholeNumber(1, 268_000_000)
  readonly MAX_IMAGE_PIXELS: number = 50_000_000;

  @WholeNumber(0, 600_000)
  readonly SHUTDOWN_DELAY_MS: number = 3000;

  @WholeNumber(0, 3_600_000)
  @Fitting(
    // A value that is no number is told of by its own rule.
    (grace, { SHUTDOWN_DELAY_MS }: AppConfig) => !(Number(grace) < SHUTDOWN_DELAY_MS),
    'at least SHUTDOWN_DELAY_MS, which it includes',
  )
  readonly SHUTDOWN_GRACE_MS: number = 10_000;

  @WholeNumber(1000, 3_600_000)
  readonly KEEP_ALIVE_TIMEOUT_MS: number = 75_000;

  @WholeNumber(1000, 3_600_000)
  readonly RECEIVE_TIMEOUT_MS: number = 60_000;

  @WholeNumber(1000, 3_600_000)
  readonly SEND_TIMEOUT_MS: number = 30_000;

  /** 0: 16,384, or as many as the limit of open files leaves. */
  @WholeNumber(0, 1_000_000)
  readonly MAX_CONNECTIONS: number = 0;

  @Text(isTrustedProxies, 'true, false, a number of proxies, or a list of addresses and subnets')
  readonly TRUST_PROXY: string = 'false';

  @Text(isOriginList, 'nothing, *, or a list of origins such as https://example.org')
  readonly CORS_ORIGINS: string = '';

  @OneOf('auto', 'keys', 'off')
  readonly AUTH: string = 'auto';

  /** Checked by auth/key-list.ts, whose messages repeat nothing of it. */
  readonly API_KEYS: string = '';

  readonly API_KEYS_FILE: string = '';

  @OneOf('on', 'keys', 'off')
  readonly DOCS: string = 'on';

  @OneOf('on', 'off')
  readonly PLAYGROUND: string = 'on';

  @OneOf('on', 'public', 'off')
  readonly METRICS: string = 'on';

  @Text(orNothing(isRate), 'nothing, or requests per time such as 100/10s, 60/1m or 1000/h')
  readonly RATE_LIMIT: string = '';

  @SecretText(orNothing(isRedisUrl), 'nothing, or an address such as redis://host:6379')
  readonly REDIS_URL: string = '';

  @OneOf('allow', 'refuse')
  readonly RATE_LIMIT_ON_REDIS_FAILURE: string = 'allow';

  @CollectorUrl()
  readonly OTEL_EXPORTER_OTLP_ENDPOINT: string = '';

  @CollectorUrl()
  readonly OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: string = '';

  @Fitting(
    // Where nothing is sent, the variable is meant for other programs.
    (protocol, config: AppConfig) =>
      tracesUrl(config) === undefined || ['http/protobuf', 'http/json'].includes(protocol as string),
    'one of http/protobuf, http/json (a collector takes them on port 4318)',
  )
  readonly OTEL_EXPORTER_OTLP_PROTOCOL: string = 'http/protobuf';

  @OneOf('false', 'true')
  readonly OTEL_SDK_DISABLED: string = 'false';

  /**
   * Reads and checks the environment; an empty variable counts as unset.
   * @throws ConfigError naming every variable that is wrong
   */
  static fromEnvironment(env: NodeJS.ProcessEnv): AppConfig {
    const config = new AppConfig();
    const fields = config as unknown as Record<string, string | number>;
    for (const [name, fallback] of Object.entries(fields)) {
      const text = env[name]?.trim();
      if (text === undefined || text === '') continue;
      fields[name] = typeof fallback === 'number' && /^\d{1,15}$/.test(text) ? Number(text) : text;
    }
    const problems = validateSync(config, { stopAtFirstError: true }).flatMap((error) =>
      Object.values(error.constraints ?? {}),
    );
    if (problems.length > 0) throw new ConfigError(problems);
    return Object.freeze(config);
  }
}
