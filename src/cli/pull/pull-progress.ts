import { performance } from 'node:perf_hooks';
import { LiveLine, type LiveStream } from '../live-line.js';
import { bar, timeLeft } from '../progress-line.js';
import { showBytes } from './byte-size.js';

/** What a pull tells while it runs. */
export interface PullReporter {
  /** A file's body begins; `bytes` is its length if that is known, `present` what is there from before. */
  fileStarted(path: string, bytes: number | undefined, present: number): void;
  /** `received` of the file's bytes are there. */
  received(path: string, received: number): void;
  fileFinished(path: string, bytes: number): void;
  retrying(path: string, reason: string, pauseMs: number): void;
  note(line: string): void;
  /** The last call, also after a failure: gives the terminal back. */
  end(): void;
}

/** A bar on a terminal, one line per file elsewhere, nothing at all if `quiet`. */
export function pullProgress(
  stream: LiveStream,
  quiet: boolean,
  env: NodeJS.ProcessEnv = process.env,
): PullReporter {
  if (quiet) return silent;
  return new LiveLine(stream, env).isVisible ? barProgress(stream, env) : lineProgress(stream);
}

const nothing = () => undefined;
const silent: PullReporter = {
  fileStarted: nothing,
  received: nothing,
  fileFinished: nothing,
  retrying: nothing,
  note: nothing,
  end: nothing,
};

const seconds = (ms: number) => (ms / 1000).toFixed(1);

function lineProgress(stream: LiveStream): PullReporter {
  const line = (text: string) => void stream.write(`${text}\n`);
  return {
    ...silent,
    fileFinished: (path, bytes) => {
      line(`${path}  ${showBytes(bytes)}`);
    },
    retrying: (path, reason, pauseMs) => {
      line(`${path}: ${reason}; trying again in ${seconds(pauseMs)} s`);
    },
    note: line,
  };
}

function barProgress(stream: LiveStream, env: NodeJS.ProcessEnv): PullReporter {
  const line = new LiveLine(stream, env);
  const tell = (text: string) => {
    line.clear();
    stream.write(`${text}\n`);
  };
  let state: DownloadState | undefined;
  return {
    fileStarted: (path, bytes, present) => {
      state = { path, bytes, present, received: present, startedAt: performance.now() };
      line.start(() => (state ? downloadLine(state, performance.now()) : ''));
    },
    received: (_path, received) => {
      if (state) state.received = received;
    },
    fileFinished: (path, bytes) => {
      state = undefined;
      tell(`${path}  ${showBytes(bytes)}`);
    },
    retrying: (path, reason, pauseMs) => {
      tell(`${path}: ${reason}; trying again in ${seconds(pauseMs)} s`);
    },
    note: tell,
    end: () => {
      line.stop();
    },
  };
}

export interface DownloadState {
  path: string;
  /** Undefined where the server does not tell. */
  bytes: number | undefined;
  /** What was there from an earlier attempt, and so says nothing of the speed. */
  present: number;
  received: number;
  /** Milliseconds, as `now`. */
  startedAt: number;
}

/** Short, so that everything behind the path of a file has room in 80 columns. */
const BAR_WIDTH = 10;

/** `onnx/model.onnx  [====------] 43 % of 102.0 MB  12.3 MB/s  5 s left` */
export function downloadLine(
  { path, bytes, present, received, startedAt }: DownloadState,
  now: number,
): string {
  const past = (now - startedAt) / 1000;
  const perSecond = past > 0 ? (received - present) / past : 0;
  const speed = `${showBytes(Math.round(perSecond))}/s`;
  if (bytes === undefined || bytes === 0) return `${path}  ${showBytes(received)}  ${speed}`;
  const left = perSecond > 0 ? `  ${timeLeft((bytes - received) / perSecond)}` : '';
  const percent = Math.floor((received / bytes) * 100);
  return `${path}  ${bar(received, bytes, BAR_WIDTH)} ${percent} % of ${showBytes(bytes)}  ${speed}${left}`;
}
