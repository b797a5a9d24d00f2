import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { KeyEntry } from './key-entry.js';
import { readKeyFile } from './key-file.js';
import type { KeyListError } from './key-list.js';
import type { KeyRing } from './key-ring.js';
import { loadKeys, parseKeys } from './load-keys.js';

/**
 * How often the file is read. Reading it is robust where watching is not: Kubernetes replaces a secret by moving a
 * symbolic link, editors replace the file, and network drives tell nothing.
 */
const POLL_MS = 1000;

/** The API keys, of API_KEYS and of API_KEYS_FILE, which may change while the server runs. */
@Injectable()
export class KeyStore implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('ApiKeys');
  /** Whether requests need a key at all. */
  readonly isRequired: boolean;
  private ring: KeyRing;
  /** What was made of this text is known: it is in use, or it was refused. */
  private judged: string;
  /** What was read last. A new text counts once it has been read twice, as it may be half written. */
  private seen: string;
  private failure = '';
  private timer: NodeJS.Timeout | undefined;

  /** @throws ConfigError as loadKeys does */
  constructor(private readonly config: AppConfig) {
    const { isRequired, fileText, ring } = loadKeys(config);
    this.isRequired = isRequired;
    this.ring = ring;
    this.judged = this.seen = fileText;
  }

  onModuleInit(): void {
    const { AUTH, HOST, API_KEYS_FILE } = this.config;
    if (this.isRequired) this.logger.log({ msg: 'API keys are required', keys: this.ring.names });
    else if (AUTH === 'off') this.logger.warn(`AUTH=off: whoever reaches ${HOST} may use the server`);
    if (API_KEYS_FILE === '') return;
    this.timer = setInterval(() => void this.look(), POLL_MS).unref();
    process.on('SIGHUP', this.reload);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    process.off('SIGHUP', this.reload);
  }

  /** Whose keys are accepted. */
  get names(): readonly string[] {
    return this.ring.names;
  }

  /** The entry of a key that is accepted. */
  find(key: string): KeyEntry | undefined {
    return this.ring.find(key);
  }

  /** At SIGHUP: what is in the file counts at once. */
  private readonly reload = (): void => {
    void this.read((text) => {
      this.logger.log('SIGHUP received: reading API_KEYS_FILE');
      this.judge(text);
    });
  };

  private look(): Promise<void> {
    return this.read((text) => {
      if (text !== this.judged && text === this.seen) this.judge(text);
      this.seen = text;
    });
  }

  private async read(use: (text: string) => void): Promise<void> {
    try {
      use(await readKeyFile(this.config.API_KEYS_FILE));
      this.failure = '';
    } catch (error) {
      const { message } = error as Error;
      // Once, not every second.
      if (message !== this.failure) this.logger.error({ msg: `The API keys stay as they are: ${message}` });
      this.failure = message;
    }
  }

  /** Puts new keys in the place of the old ones, all at once; where an entry is bad, the old ones stay. */
  private judge(text: string): void {
    this.judged = text;
    try {
      const next = parseKeys(this.config.API_KEYS, text);
      const changes = this.ring.changesTo(next);
      this.ring = next;
      this.logger.log({ msg: 'API keys read again', ...changes });
    } catch (error) {
      const { problems } = error as KeyListError;
      this.logger.error({ msg: 'The API keys stay as they are: the new file is wrong', problems });
    }
  }
}
