import type { ErrorCode } from '../../src/errors.js';
import type { RunningApp } from '../support/app.js';
import { exchange, type Answer } from './exchange.js';
import { soundRequest, type Way } from './sound-requests.js';

/** How a problem is brought about on a server of its own. */
export interface Provocation {
  /** The code, where the provocation has another name. */
  code?: ErrorCode;
  /** Environment variables of the server. */
  settings?: Record<string, string> | (() => Promise<Record<string, string>>);
  /** The ways to which it is applied; all of them where it is left out. */
  isFor?: (way: Way) => boolean;
  /** Done once, before the ways are tried; returns what undoes it. */
  prepare?: (app: RunningApp) => Promise<() => Promise<void>>;
  /** @returns the answer; where others come before it, all of them */
  provoke: (app: RunningApp, way: Way) => Promise<Answer | Answer[]>;
  /** Whether all ways are tried at once, because it is long waiting that provokes. */
  isAtOnce?: boolean;
  /** Whether each way has a server of its own, because one on which many workers have ended replaces them ever later. */
  isApart?: boolean;
}

export const takesPictures = (way: Way) => way.mediaType !== '';
/** Of the explanations one way is enough where each has a server of its own: the others only read the body otherwise. */
export const isWorthAServer = (way: Way) =>
  takesPictures(way) && (!way.operation.path.startsWith('/explain') || takesJson(way));
export const takesJson = (way: Way) => way.mediaType === 'application/json';
export const takesForm = (way: Way) => way.mediaType === 'multipart/form-data';
export const takesBatches = ({ operation }: Way) => operation.path === '/predict/batch';
/** The body is the picture as it is. */
export const takesBytes = (way: Way) => takesPictures(way) && !takesJson(way) && !takesForm(way);

export const send = ({ port }: RunningApp, way: Way) => exchange(port, soundRequest(way));
export const sendBytes = ({ port }: RunningApp, way: Way, body: Buffer) =>
  exchange(port, { ...soundRequest(way), body });
export const sendPicture = ({ port }: RunningApp, way: Way, picture: Buffer) =>
  exchange(port, soundRequest(way, picture));
export const sendWith = ({ port }: RunningApp, way: Way, headers: Record<string, string>) => {
  const sound = soundRequest(way);
  return exchange(port, { ...sound, headers: { ...sound.headers, ...headers } });
};

/** The head of a request, but for its end. */
export function headOf(way: Way): string {
  const { method, path, headers } = soundRequest(way);
  const lines = Object.entries({ Host: 'x', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}`;
}
