import cliProgress from 'cli-progress';
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

export interface ProgressStream extends NodeJS.WritableStream {
  isTTY?: boolean | undefined;
}

/** A bar on a terminal, one line per file elsewhere, nothing at all if `quiet`. */
export function pullProgress(stream: ProgressStream, quiet: boolean): PullReporter {
  if (quiet) return silent;
  return stream.isTTY === true ? barProgress(stream) : lineProgress(stream);
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

function lineProgress(stream: ProgressStream): PullReporter {
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

function barProgress(stream: ProgressStream): PullReporter {
  let bar: cliProgress.SingleBar | undefined;
  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  const line = (text: string) => {
    stop();
    stream.write(`${text}\n`);
  };
  return {
    fileStarted: (path, bytes, present) => {
      stop();
      bar = new cliProgress.SingleBar({
        stream,
        format: bytes === undefined ? UNKNOWN : KNOWN,
        hideCursor: true,
      });
      bar.start(bytes ?? 0, present, { path, done: showBytes(present), all: showBytes(bytes ?? 0) });
    },
    received: (_path, received) => bar?.update(received, { done: showBytes(received) }),
    fileFinished: (path, bytes) => {
      if (bar === undefined) line(`${path}  ${showBytes(bytes)}`);
      stop();
    },
    retrying: (path, reason, pauseMs) => {
      line(`${path}: ${reason}; trying again in ${seconds(pauseMs)} s`);
    },
    note: line,
    end: stop,
  };
}

const KNOWN = '{path}  {bar} {percentage}%  {done} of {all}  {eta_formatted}';
const UNKNOWN = '{path}  {done}';
