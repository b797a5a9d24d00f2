import { describe, expect, it } from '@jest/globals';
import { parseWhole } from '../../test/support/inference-json.js';
import { AppError } from '../errors.js';
import { RawString } from '../http/raw-string.js';
import { NumbersText, parseInferenceJson } from './json-data.js';

const LONG = 'aB3+/'.repeat(1000);

function dataOf(json: string): unknown {
  const { value, partAt } = parseInferenceJson(Buffer.from(json));
  return partAt((value as { data: unknown }).data);
}

describe('parseInferenceJson', () => {
  it.each([
    '{"data":[1,2,3]}',
    '{"data": [ [1, 2], [3, 4.5e-3] ] }',
    '{"data":[[1],[2]],"name":"x"}',
    '{"name":"a\\"data\\":[9]","data":[1]}',
    '{"data":[]}',
    '{"data":\n[1]\n,\n"shape":[1]}',
    '{"shape":[1],"name":"\\\\","data":[1]}',
    '{"d\\u0061ta":[1,2]}',
    '{"\\u0064\\u0061\\u0074\\u0061" : [1]}',
  ])('leaves the numbers of data as they came: %s', (json) => {
    expect(dataOf(json)).toBeInstanceOf(NumbersText);
    expect(parseWhole(json)).toEqual(JSON.parse(json));
  });

  it.each([
    (data: string) => `{"id":"a\\"b","inputs":[{"data":${data}}],"outputs":[{"name":"x"}]}`,
    (data: string) => `{"inputs":[{"data":${data},"shape":[1]}],"id":"\\\\"}`,
    (data: string) => `{"inputs": [ { "data" : ${data} } ] }`,
    (data: string) => `{"id":"${'\\"'.repeat(10_000)}","inputs":[{"data":${data}}]}`,
  ])('leaves more numbers than it could parse, wherever they stand (%#)', (write) => {
    const numbers = `[${'[1,2],'.repeat(20_000)}[3,4]]`;
    const { value, partAt } = parseInferenceJson(Buffer.from(write(numbers)));
    const [input] = (value as { inputs: [{ data: unknown }] }).inputs;
    expect((partAt(input.data) as NumbersText).text.toString()).toBe(numbers);
  });

  it('gives up where there are more quotes than any request has', () => {
    const text = (count: number) =>
      Buffer.from(`{"id":"${'\\"'.repeat(count)}","data":[${'1,'.repeat(20_000)}1]}`);
    expect(() => parseInferenceJson(text(39_000))).not.toThrow();
    expect(() => parseInferenceJson(text(41_000))).toThrow(/at most 10000/);
  });

  it('shares the memory of the text', () => {
    const json = Buffer.from('{"data":[1,2,3]}');
    const { value, partAt } = parseInferenceJson(json);
    const { text } = partAt((value as { data: unknown }).data) as NumbersText;
    expect(text.buffer).toBe(json.buffer);
    expect(text.toString()).toBe('[1,2,3]');
  });

  it.each([
    '{"data":["a"]}',
    '{"data":[{"a":[1]}]}',
    '{"data":{"a":[1]}}',
    '{"data":1}',
    '["data",[1]]',
    '{"d\\u0062ta":[1]}',
  ])('parses whatever else is called data: %s', (json) => {
    expect(parseInferenceJson(Buffer.from(json)).value).toEqual(JSON.parse(json));
  });

  it('takes long strings out where they are values, and leaves those with escapes', () => {
    const json = `{"${LONG}":"${LONG}","data":["${LONG}","${LONG}\\/","short"]}`;
    const { value, partAt } = parseInferenceJson(Buffer.from(json));
    const fields = value as Record<string, unknown>;
    expect(partAt(fields[LONG])).toEqual(new RawString(Buffer.from(LONG)));
    expect((fields.data as unknown[]).map(partAt)).toEqual([
      new RawString(Buffer.from(LONG)),
      `${LONG}/`,
      'short',
    ]);
  });

  it.each(['\\u00000', '\\u00001', '\\u00007', '\\u0000', '0', ' 0'])(
    'takes the string "%s" for no part that was cut out',
    (text) => {
      const json = `{"id":"${text}","data":[1],"more":["${text}","${LONG}"]}`;
      expect(parseWhole(json)).toEqual(JSON.parse(json));
    },
  );

  it('marks parts differently every time, so that nobody can send the mark of one', () => {
    const json = Buffer.from('{"data":[1]}');
    const markOf = () => (parseInferenceJson(json).value as { data: string }).data;
    const mark = markOf();
    expect(markOf()).not.toBe(mark);
    expect(parseWhole(`{"id":"${mark}","data":[1]}`)).toEqual({ id: mark, data: [1] });
  });

  it.each([
    ['a text that ends too early', '{"data":[1,2'],
    ['brackets that do not match', '{"data":[1,2]]}'],
    ['an array without a comma behind', '{"data":[1,2] "name":"x"}'],
    ['nothing', ''],
    ['bytes that are not UTF-8', '{"data":[1],"id":"\xff"}'],
  ])('refuses %s, there or where the numbers are parsed', (_what, text) => {
    const json = Buffer.from(text, 'latin1');
    expect(() => {
      const { value, partAt } = parseInferenceJson(json);
      JSON.parse((partAt((value as { data: unknown }).data) as NumbersText).text.toString());
    }).toThrow(/JSON/);
  });

  it('says where a short text is wrong, and of a long one that it is', () => {
    expect(() => parseInferenceJson(Buffer.from('{"data":[1,2],}'))).toThrow(/at character 14/);
    const long = Buffer.from(`{"data":[${'1,'.repeat(50_000)}1],}`);
    expect(() => parseInferenceJson(long)).toThrow(/received 100013 bytes that are not/);
  });

  it('bounds the work for millions of strings and of arrays', () => {
    const strings = Buffer.from(`["a"${',"a"'.repeat(1_000_000)}]`);
    expect(() => parseInferenceJson(strings)).toThrow(/at most 10000/);
    const arrays = Buffer.from(`{"data":[1]${',"data":[1]'.repeat(1_000_000)}}`);
    expect(() => parseInferenceJson(arrays)).toThrow(AppError);
  });
});
