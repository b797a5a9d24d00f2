import { orNothing, SecretText } from './setting-rules.js';

/**
 * Whether this is where spans can be sent to: http(s)://HOST[:PORT][/PATH]. There are no credentials in it, because it is logged;
 * they go into OTEL_EXPORTER_OTLP_HEADERS.
 */
export function isCollectorUrl(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return username + password + search + hash === '';
}

/** Somebody may have put a password into it. */
export function CollectorUrl(): PropertyDecorator {
  return SecretText(
    orNothing(isCollectorUrl),
    'nothing, or http(s)://HOST[:PORT][/PATH] without credentials (OTEL_EXPORTER_OTLP_HEADERS takes those) and without a query',
  );
}

interface CollectorSettings {
  readonly OTEL_SDK_DISABLED: string;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT: string;
  readonly OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: string;
}

/** @returns where spans go to; undefined where they go nowhere, because no collector is named or the SDK is turned off */
export function tracesUrl(settings: CollectorSettings): string | undefined {
  const {
    OTEL_SDK_DISABLED,
    OTEL_EXPORTER_OTLP_ENDPOINT: all,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own,
  } = settings;
  if (OTEL_SDK_DISABLED === 'true') return undefined;
  if (own !== '') return own;
  return all === '' ? undefined : `${all.replace(/\/$/, '')}/v1/traces`;
}
