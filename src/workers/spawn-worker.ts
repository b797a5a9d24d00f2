import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { FIRST_SOCKET, SOCKETS } from './frame.js';

/**
 * A worker makes little garbage: the pixels are in the memory of its kernels. With V8's default of 16 MB for the young
 * generation each takes 25 MB more, and decodes no faster.
 */
const HEAP_FLAGS = ['--max-semi-space-size=2'];

/** A process, and what is said to it and by it. */
export interface SpawnedWorker {
  readonly child: ChildProcess;
  /** SOCKETS of them, or none where no process could be had; `error` of the child then says why. */
  readonly sockets: readonly Socket[];
}

/**
 * @param file its program
 * @param env from which it reads its settings
 */
export function spawnWorker(file: string, env: NodeJS.ProcessEnv): SpawnedWorker {
  const child = spawn(process.execPath, [...HEAP_FLAGS, file], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', ...new Array<'pipe'>(SOCKETS).fill('pipe')],
    // A process group of its own: Ctrl-C at a terminal is for the server, which lets its workers finish.
    detached: true,
  });
  // Where not even a process can be had, there is no stdio either, whatever its type says.
  const stdio = child.stdio as unknown as (Socket | null)[] | undefined;
  const sockets = (stdio?.slice(FIRST_SOCKET) ?? []) as Socket[];
  for (const socket of sockets) socket.on('error', () => undefined); // Told by its end.
  return { child, sockets };
}
