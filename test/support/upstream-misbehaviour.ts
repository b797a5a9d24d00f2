/** Ways in which an upstream answers wrongly, or not at all. */
import { answerTo, json, type Misbehaviour } from './fake-upstream.js';

export const status =
  (code: number, headers: object = {}): Misbehaviour =>
  (_call, response) => {
    json(response, code, { error: 'what it writes itself' }, headers);
  };

export const answer =
  (body: object): Misbehaviour =>
  ({ id }, response) => {
    json(response, 200, { id, ...body });
  };

export const output =
  (changes: object): Misbehaviour =>
  (call, response) => {
    json(response, 200, answerTo(call, changes));
  };

export const anotherId: Misbehaviour = (call, response) => {
  json(response, 200, answerTo({ ...call, id: 'another' }));
};

export const withoutId: Misbehaviour = (call, response) => {
  json(response, 200, answerTo({ ...call, id: undefined as never }));
};

export const text: Misbehaviour = (_call, response) => {
  response.end('I am a teapot');
};

export const reset: Misbehaviour = (_call, response) => {
  response.socket!.resetAndDestroy();
};

export const half: Misbehaviour = (call, response) => {
  const whole = JSON.stringify(answerTo(call));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length });
  response.write(whole.slice(0, -10), () => response.socket!.destroy());
};

export const giant: Misbehaviour = (_call, response) => {
  response.writeHead(200);
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
  };
  response.on('drain', more);
  more();
};

export const silent: Misbehaviour = () => undefined;
