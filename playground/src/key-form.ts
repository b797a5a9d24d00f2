import { byId, handFocus } from './dom.js';

const KEPT_AS = 'tetrapod-api-key';

/** The API key: asked for where the server wants one, and kept until the tab is closed. */
export class KeyForm {
  private readonly panel = byId('key-panel', HTMLElement);
  private readonly reason = byId('key-reason', HTMLElement);
  private readonly field = byId('key', HTMLInputElement);
  private readonly forget = byId('key-forget', HTMLButtonElement);
  /** What one goes on with. */
  private readonly next = byId('choose', HTMLInputElement);
  private kept = readKept();

  /** @param changed called when there is another key, or none any more */
  constructor(changed: () => void) {
    this.forget.hidden = this.kept === undefined;
    byId('key-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.keep(this.field.value.trim() || undefined);
      this.field.value = '';
      handFocus(this.panel, this.next);
      this.panel.hidden = true;
      changed();
    });
    this.forget.addEventListener('click', () => {
      handFocus(this.forget, this.next);
      this.keep(undefined);
      changed();
    });
  }

  get key(): string | undefined {
    return this.kept;
  }

  /** @param reason why one is needed, or another */
  ask(reason: string): void {
    this.reason.textContent = reason;
    if (!this.panel.hidden) return;
    this.panel.hidden = false;
    this.field.focus();
  }

  private keep(key: string | undefined): void {
    this.kept = key;
    this.forget.hidden = key === undefined;
    try {
      if (key === undefined) sessionStorage.removeItem(KEPT_AS);
      else sessionStorage.setItem(KEPT_AS, key);
    } catch {
      // A browser that keeps nothing asks again after a reload.
    }
  }
}

function readKept(): string | undefined {
  try {
    return sessionStorage.getItem(KEPT_AS) ?? undefined;
  } catch {
    return undefined;
  }
}
