import { nameOf, type Block } from '../blocks.js';
import { Relay } from './relay.js';

/** An address on this machine, as documents write it. */
const LOCAL = /\b(?:127\.0\.0\.1|localhost):(\d{4,5})\b/g;
/** One on another. */
const FOREIGN = /\bhttps?:\/\/(?!127\.0\.0\.1\b|localhost\b|\$)[\w.-]+/;

/** What stands on this machine for the ports and addresses of a document. */
export class Addresses {
  /** Texts of the document, such as http://collector:4318, and what stands for them. */
  named: Record<string, string> = {};
  private readonly relays = new Map<number, Relay>();

  /** What stands for a port. */
  async relay(port: number): Promise<Relay> {
    const known = this.relays.get(port);
    if (known) return known;
    const relay = await Relay.open();
    this.relays.set(port, relay);
    return relay;
  }

  /** By the port of the document, or by that which stands for it. */
  async relayBehind(port: number): Promise<Relay> {
    return [...this.relays.values()].find((relay) => relay.port === port) ?? this.relay(port);
  }

  /**
   * A program for this machine.
   * @param replace what the reader has to fill in, and what stands for it
   * @throws Error where it would ask another machine
   */
  async translate(block: Block, replace: Record<string, string>): Promise<string> {
    let { text } = block;
    for (const [from, to] of Object.entries(replace)) {
      if (!text.includes(from))
        throw new Error(`${nameOf(block)}: its plan replaces ${from}, which is not there`);
      text = text.replaceAll(from, to);
    }
    for (const [from, to] of Object.entries(this.named)) text = text.replaceAll(from, to);
    for (const [, port] of block.text.matchAll(LOCAL)) await this.relay(Number(port));
    text = text.replaceAll(LOCAL, (whole, port: string) => {
      const relay = this.relays.get(Number(port));
      return relay ? `127.0.0.1:${relay.port}` : whole;
    });
    const [foreign] = FOREIGN.exec(text) ?? [];
    if (foreign === undefined) return text;
    throw new Error(
      `${nameOf(block)}: names ${foreign}; say in the document's plan (addresses) what stands for it`,
    );
  }

  /** Takes the ports and addresses of this machine back to those of the document. */
  asDocumented(text: string): string {
    let shown = text;
    for (const [port, relay] of this.relays) {
      shown = shown.replaceAll(`127.0.0.1:${relay.port}`, `127.0.0.1:${port}`);
    }
    for (const [named, actual] of Object.entries(this.named)) shown = shown.replaceAll(actual, named);
    return shown;
  }

  close(): void {
    for (const relay of this.relays.values()) relay.close();
  }
}
