import { describe, expect, it } from '@jest/globals';
import { isCollectorUrl, tracesUrl } from './collector-url.js';

const UNSET = {
  OTEL_SDK_DISABLED: 'false',
  OTEL_EXPORTER_OTLP_ENDPOINT: '',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: '',
};

describe('the address of a collector', () => {
  it.each(['http://collector:4318', 'https://api.example.org/otlp', 'http://[::1]:4318/'])(
    'may be %s',
    (url) => {
      expect(isCollectorUrl(url)).toBe(true);
    },
  );

  it.each([
    'collector:4318',
    'grpc://collector:4317',
    'http://',
    'http://user@collector:4318',
    'http://:secret@collector:4318',
    'http://collector:4318?key=1',
    'http://collector:4318#a',
  ])('may not be %s', (url) => {
    expect(isCollectorUrl(url)).toBe(false);
  });
});

describe('where spans go', () => {
  it('is nowhere unless a collector is named', () => {
    expect(tracesUrl(UNSET)).toBeUndefined();
  });

  it('is the place for traces of the collector that is named for all signals', () => {
    const url = (endpoint: string) => tracesUrl({ ...UNSET, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    expect(url('http://collector:4318')).toBe('http://collector:4318/v1/traces');
    expect(url('http://collector:4318/otlp/')).toBe('http://collector:4318/otlp/v1/traces');
  });

  it('is what is named for traces alone, as it is', () => {
    const both = {
      ...UNSET,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all:4318',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces:4318/in',
    };
    expect(tracesUrl(both)).toBe('http://traces:4318/in');
  });

  it('is nowhere where the SDK is turned off', () => {
    const off = { ...UNSET, OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
    expect(tracesUrl(off)).toBeUndefined();
  });
});
