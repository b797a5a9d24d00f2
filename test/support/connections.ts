import { connect, type Socket } from 'node:net';

/**
 * Opens connections that have asked one thing each and say no more.
 * @param atATime fewer than the system's queue of connections that wait to be accepted
 */
export async function openIdle(port: number, count: number, atATime = 200): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const batch = Array.from({ length: Math.min(atATime, count - sockets.length) }, () =>
      connect(port, '127.0.0.1'),
    );
    await Promise.all(
      batch.map(
        (socket) =>
          new Promise<void>((resolve, reject) => {
            socket.once('error', reject).once('data', () => {
              socket.off('error', reject).on('error', () => undefined);
              resolve();
            });
            socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
          }),
      ),
    );
    sockets.push(...batch);
  }
  return sockets;
}

/** Resets them, so that no port stays taken. */
export function resetAll(sockets: Socket[]): void {
  for (const socket of sockets) socket.resetAndDestroy();
}
