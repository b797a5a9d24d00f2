type Send = (message: object) => void;

/**
 * The child's side: calls the handler with each message of the parent. What it throws ends the process, and so does
 * the end of the parent. Ctrl-C on a terminal reaches children too; the parent decides what it means.
 */
export function listen(handle: (message: never, send: Send) => void | Promise<void>): void {
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit(0));
  process.on('message', (message: unknown) => {
    void handle(message as never, (answer) => process.send?.(answer));
  });
}
