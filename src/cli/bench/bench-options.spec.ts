import { describe, expect, it } from '@jest/globals';
import { drawnSize, header, levels, serverUrl } from './bench-options.js';
import { checkTiming, parseLevels } from './plan.js';

describe('the levels', () => {
  it('rise, each once', () => {
    expect(levels('16,1,16,4')).toEqual([1, 4, 16]);
    expect(levels('1024')).toEqual([1024]);
  });

  it.each(['', '0', '1,,2', '1, 2', '1025', '-1', '1e2', 'all', Array.from({ length: 33 }, () => 1).join()])(
    'are refused as %j',
    (text) => {
      expect(() => levels(text)).toThrow('expected numbers from 1 to 1024');
    },
  );
});

describe('the time', () => {
  it('is ten minutes in all', () => {
    const concurrency = parseLevels('1,2')!;
    expect(() => {
      checkTiming({ concurrency, duration: 299, warmUp: 1 });
    }).not.toThrow();
    expect(() => {
      checkTiming({ concurrency, duration: 300, warmUp: 1 });
    }).toThrow('expected at most 600 s in all, 2 levels of 1 + 300 s are 602 s');
  });
});

describe('the URL', () => {
  it.each(['http://127.0.0.1:3000', 'https://frog.test/models/a/'])('may be %s', (text) => {
    expect(serverUrl(text).href).toContain(text);
  });

  it.each([
    '127.0.0.1:3000',
    'ftp://frog.test',
    'http://',
    'http://me:secret@frog.test',
    'http://frog.test/?a',
  ])('may not be %s, and no password is told', (text) => {
    expect(() => serverUrl(text)).toThrow(/^expected a URL (?!.*secret)/);
  });
});

describe('a header', () => {
  it('is added to those before', () => {
    expect(header('B:2 ', header('A: x:y'))).toEqual([
      ['A', 'x:y'],
      ['B', '2'],
    ]);
  });

  it.each(['no colon', ': value', 'A B: c', 'A: b\r\nC: d', 'A: b\nC', 'A: \u20ac'])(
    'is refused as %j',
    (text) => {
      expect(() => header(text)).toThrow('expected a header such as');
    },
  );

  it('leaves the framing alone', () => {
    for (const name of ['Content-Length', 'transfer-encoding', 'Connection', 'Expect']) {
      expect(() => header(`${name}: 1`)).toThrow(`expected another header than ${name}`);
    }
  });
});

it('a size is one of those that are drawn', () => {
  expect(drawnSize('224x224')).toBe('224x224');
  expect(() => drawnSize('1x1')).toThrow('expected one of 224x224, 500x375, 1920x1080, 4000x3000');
});
