/** Processes that a test has stopped, and lets go on or ends. */
export class PausedProcesses {
  private readonly pids = new Set<number>();

  pause(pid: number): void {
    process.kill(pid, 'SIGSTOP');
    this.pids.add(pid);
  }

  /** Ends one that need not go on any more. */
  kill(pid: number): void {
    process.kill(pid, 'SIGKILL');
    this.pids.delete(pid);
  }

  /** All that are left. */
  resume(): void {
    for (const pid of this.pids) process.kill(pid, 'SIGCONT');
    this.pids.clear();
  }
}
