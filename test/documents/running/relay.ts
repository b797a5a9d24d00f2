import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A port that stands for one that a document names, such as 3000, and passes everything on to where it points. */
export class Relay {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    /** Where it points: an address with http; undefined where nobody listens. */
    public target: string | undefined,
  ) {
    server.on('connection', (client) => {
      this.keep(client);
      if (this.target === undefined) {
        client.resetAndDestroy();
        return;
      }
      const { hostname, port } = new URL(this.target);
      const upstream = this.keep(connect(Number(port), hostname));
      client.pipe(upstream).pipe(client);
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
    });
  }

  static async open(target?: string): Promise<Relay> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Relay(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => this.sockets.delete(socket));
  }
}
