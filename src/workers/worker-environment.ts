import type { AppConfig } from '../config/app-config.js';

/**
 * The environment of a worker: what the server itself was given, and its settings, wherever they came from.
 * @param isSpokesman whether it logs more than errors
 */
export function workerEnvironment(config: AppConfig, isSpokesman: boolean): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const [name, value] of Object.entries<unknown>(config as never)) env[name] = String(value);
  return withoutSecrets(isSpokesman ? env : { ...env, LOG_LEVEL: 'error' });
}

/** Workers open pictures of strangers, and need nothing of what is secret. They trace nothing themselves. */
export function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRETS.test(name)));
}

/** Of OpenTelemetry's variables those that hold headers are secret, several for each signal, and none is of use. */
const SECRETS = /^(API_KEYS|API_KEYS_FILE|REDIS_URL|INFERENCE_API_KEY|OTEL_.*)$/;
