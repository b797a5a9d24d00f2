import { isIP } from 'node:net';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  Matches,
  Max,
  Min,
  Validate,
  ValidatorConstraint,
  validateSync,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { isCollectorUrl, tracesUrl } from './collector-url.js';
import { ConfigError } from './config-error.js';
import { parseInferenceUrl } from './inference-url.js';
import { parseRate } from './rate.js';

const expecting = (what: string) => ({
  message: ({ property, value }: ValidationArguments) =>
    `${property}: expected ${what}, received "${String(value)}"`,
});

const collectorMessage = ({ property }: ValidationArguments) =>
  `${property}: expected nothing, or http(s)://HOST[:PORT][/PATH] without credentials (OTEL_EXPORTER_OTLP_HEADERS takes those) ` +
  'and without a query, received another text';

/** A whole number within bounds; both bounds are part of the message. */
function WholeNumber(min: number, max: number): PropertyDecorator {
  const message = expecting(`a whole number from ${min} to ${max}`);
  return (target, key) => {
    IsInt(message)(target, key);
    Min(min, message)(target, key);
    Max(max, message)(target, key);
  };
}

function OneOf(...values: string[]): PropertyDecorator {
  return IsIn(values, expecting(`one of ${values.join(', ')}`));
}

@ValidatorConstraint()
class TrustedProxies implements ValidatorConstraintInterface {
  validate(value: string): boolean {
    if (/^(true|false|\d{1,3})$/.test(value)) return true;
    return value.split(',').every((entry) => {
      if (['loopback', 'linklocal', 'uniquelocal'].includes(entry.trim())) return true;
      const [address = '', prefix = '0', ...rest] = entry.trim().split('/');
      const largestPrefix = { 0: -1, 4: 32, 6: 128 }[isIP(address)]!;
      return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= largestPrefix;
    });
  }
}

@ValidatorConstraint()
class Origins implements ValidatorConstraintInterface {
  validate(value: string): boolean {
    if (value === '' || value === '*') return true;
    return value
      .split(',')
      .every(
        (origin) =>
          !origin.includes('*') &&
          URL.canParse(origin.trim()) &&
          new URL(origin.trim()).origin === origin.trim(),
      );
  }
}

@ValidatorConstraint()
class RequestRate implements ValidatorConstraintInterface {
  validate(value: string): boolean {
    return value === '' || parseRate(value) !== undefined;
  }
}

@ValidatorConstraint()
class RedisUrl implements ValidatorConstraintInterface {
  validate(value: string): boolean {
    return value === '' || (/^rediss?:\/\/[^/]/.test(value) && URL.canParse(value));
  }
}

@ValidatorConstraint()
class InferenceUrl implements ValidatorConstraintInterface {
  validate(value: string): boolean {
    return value === '' || parseInferenceUrl(value) !== undefined;
  }
}

@ValidatorConstraint()
class CollectorUrl implements ValidatorConstraintInterface {
  validate(value: string): boolean {
    return value === '' || isCollectorUrl(value);
  }
}

/** Where nothing is sent, the variable is meant for other programs. */
@ValidatorConstraint()
class CollectorProtocol implements ValidatorConstraintInterface {
  validate(value: string, { object }: ValidationArguments): boolean {
    return tracesUrl(object as AppConfig) === undefined || ['http/protobuf', 'http/json'].includes(value);
  }
}

@ValidatorConstraint()
class BearerToken implements ValidatorConstraintInterface {
  validate(value: string): boolean {
    return /^[\x21-\x7e]*$/.test(value);
  }
}

@ValidatorConstraint()
class LabelGroupsFile implements ValidatorConstraintInterface {
  validate(value: string): boolean {
    return value === '' || value === 'imagenet-tetrapods' || value.endsWith('.json');
  }
}

@ValidatorConstraint()
class LongerThanDelay implements ValidatorConstraintInterface {
  validate(grace: number, { object }: ValidationArguments): boolean {
    const { SHUTDOWN_DELAY_MS } = object as AppConfig;
    // A value that is no number is told of by its own rule.
    return !(grace < SHUTDOWN_DELAY_MS);
  }
}

/**
 * Every environment variable that the server reads, under its own name, with its default and bounds.
 * docs/configuration.md says what gets better and worse as each one grows; a test keeps the two equal.
 */
export class AppConfig {
  @WholeNumber(0, 65535)
  readonly PORT: number = 3000;

  @IsNotEmpty(expecting('an address or host name'))
  readonly HOST: string = '127.0.0.1';

  @IsNotEmpty(expecting('simulated or the path of a model folder'))
  readonly MODEL: string = 'simulated';

  /** Empty: the folder's. */
  @Matches(
    /^([A-Za-z\d][\w.-]{0,127})?$/,
    expecting('nothing, or up to 128 letters, digits, ".", "_" and "-", the first a letter or digit'),
  )
  readonly MODEL_NAME: string = '';

  @Validate(LabelGroupsFile, expecting('nothing, imagenet-tetrapods, or the path of a JSON file'))
  readonly LABEL_GROUPS: string = '';

  // There may be a password in it.
  @Validate(InferenceUrl, {
    message:
      'INFERENCE_URL: expected nothing, or http(s)://HOST[:PORT]/v2/models/NAME[/versions/VERSION] without credentials ' +
      'and without a query, received another text',
  })
  readonly INFERENCE_URL: string = '';

  @Validate(BearerToken, {
    message: 'INFERENCE_API_KEY: expected visible ASCII characters without a space, received another text',
  })
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
  @Validate(LongerThanDelay, expecting('at least SHUTDOWN_DELAY_MS, which it includes'))
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

  @Validate(TrustedProxies, expecting('true, false, a number of proxies, or a list of addresses and subnets'))
  readonly TRUST_PROXY: string = 'false';

  @Validate(Origins, expecting('nothing, *, or a list of origins such as https://example.org'))
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

  @Validate(RequestRate, expecting('nothing, or requests per time such as 100/10s, 60/1m or 1000/h'))
  readonly RATE_LIMIT: string = '';

  // There may be a password in it.
  @Validate(RedisUrl, {
    message: 'REDIS_URL: expected nothing, or an address such as redis://host:6379, received another text',
  })
  readonly REDIS_URL: string = '';

  @OneOf('allow', 'refuse')
  readonly RATE_LIMIT_ON_REDIS_FAILURE: string = 'allow';

  // Somebody may have put a password into it.
  @Validate(CollectorUrl, { message: collectorMessage })
  readonly OTEL_EXPORTER_OTLP_ENDPOINT: string = '';

  @Validate(CollectorUrl, { message: collectorMessage })
  readonly OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: string = '';

  @Validate(
    CollectorProtocol,
    expecting('one of http/protobuf, http/json (a collector takes them on port 4318)'),
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
