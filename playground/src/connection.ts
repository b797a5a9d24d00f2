import { pauseBefore } from './backoff.js';
import { announce, byId, handFocus, make } from './dom.js';
import type { Server } from './server.js';

/** Says that the server is gone and asks for it, gently and only while it is, until it is back. */
export class Connection {
  private readonly banner = byId('banner', HTMLElement);
  private readonly reason = byId('banner-reason', HTMLElement);
  private readonly now = byId('banner-now', HTMLButtonElement);
  private attempt = 0;
  private timer: number | undefined;

  /** @param isBack called each time that the server is there again */
  constructor(
    private readonly server: Server,
    private readonly isBack: () => void,
  ) {
    this.now.addEventListener('click', () => {
      if (this.now.ariaDisabled !== 'true') void this.ask();
    });
    addEventListener('online', () => {
      if (this.isLost) void this.ask();
    });
  }

  get isLost(): boolean {
    return !this.banner.hidden;
  }

  lost(): void {
    if (this.isLost) return;
    this.banner.hidden = false;
    this.attempt = 0;
    this.wait('It does not answer.');
  }

  private wait(reason: string): void {
    const pause = pauseBefore(this.attempt++, Math.random());
    const seconds = Math.max(1, Math.round(pause / 1000));
    // Within an alert all that is new is read out: the reason when it is another one, the seconds never.
    if (this.reason.firstElementChild?.textContent !== reason) {
      this.reason.replaceChildren(make('span', {}, reason), make('span', { ariaHidden: 'true' }));
    }
    this.reason.lastElementChild!.textContent = ` Asking again in ${seconds} s.`;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), pause);
  }

  private async ask(): Promise<void> {
    clearTimeout(this.timer);
    // Not disabled, which would take the focus of the keyboard from it.
    this.now.ariaDisabled = 'true';
    const why = await this.server.whyNotReady();
    this.now.ariaDisabled = 'false';
    if (why !== undefined) {
      this.wait(why);
      return;
    }
    handFocus(this.banner, byId('choose', HTMLInputElement));
    this.banner.hidden = true;
    announce('The server is back.');
    this.isBack();
  }
}
