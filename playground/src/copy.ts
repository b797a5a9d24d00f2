import { announce, make } from './dom.js';

const SHOWN_MS = 2000;

/** @param text what is copied when it is pressed */
export function copyButton(name: string, text: () => string): HTMLButtonElement {
  const button = make('button', { type: 'button', className: 'quiet' }, name);
  button.addEventListener('click', () => {
    void copy(text()).then((isDone) => {
      button.textContent = isDone ? 'Copied' : 'Copy it by hand';
      announce(button.textContent);
      setTimeout(() => (button.textContent = name), SHOWN_MS);
    });
  });
  return button;
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no clipboard of this kind, but the old command.
    return copyByCommand(text);
  }
}

function copyByCommand(text: string): boolean {
  const area = make('textarea', {
    value: text,
    className: 'visually-hidden',
    ariaHidden: 'true',
    tabIndex: -1,
  });
  const before = document.activeElement;
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way where there is no secure context
  const isDone = document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return isDone;
}
