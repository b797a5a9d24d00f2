import { connect, type Socket } from 'node:net';

/** Everything that the server sends until it closes the connection. */
export function readToEnd(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('end', () => {
      resolve(text);
    });
    socket.on('error', reject);
    socket.resume();
  });
}

/** Sends bytes (one for each character) and gives what comes back until the server closes the connection. */
export function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes, 'latin1');
  return readToEnd(socket);
}

/** The statuses of all the answers in what a server has sent, without the interim ones. */
export function statuses(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 ([2-5]\d\d) /g)].map(([, status]) => Number(status));
}
