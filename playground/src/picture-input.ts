import { announce, byId } from './dom.js';
import { loadSample, pictureOf, type Picture } from './picture.js';

/** What becomes of pictures, however they come. */
export interface Receiver {
  /** As many as are taken at a time. */
  most: number;
  take: (pictures: Picture[]) => void;
  /** The server is gone, and with it a sample; it is to be loaded when it is back. */
  lost: (again: () => void) => void;
}

/** Takes pictures that are dropped, pasted, chosen, photographed with a phone, or clicked in the sample row. */
export function listenForPictures({ most, take, lost }: Receiver): void {
  // Of the sample that is on its way. It would come over whatever is given after it.
  let loading = new AbortController();
  const begin = () => {
    loading.abort();
    loading = new AbortController();
    return loading.signal;
  };
  const files = (list: FileList | undefined, isNew = false) => {
    const all = [...(list ?? [])];
    if (all.length === 0) return false;
    begin();
    note(all.length > most ? `Only the first ${most} of ${all.length} were taken.` : '');
    take(all.slice(0, most).map((file) => pictureOf(file, isNew)));
    return true;
  };
  for (const id of ['choose', 'photograph']) {
    const input = byId(id, HTMLInputElement);
    input.addEventListener('change', () => {
      files(input.files ?? undefined, id === 'photograph');
      // So that the same file can be chosen again.
      input.value = '';
    });
  }
  document.addEventListener('paste', (event) => {
    if (isField(event.target)) return;
    if (files(event.clipboardData?.files, true)) event.preventDefault();
    else note('There is no picture in the clipboard.');
  });
  listenForDrops((list) => {
    if (!files(list)) note('That is no file. Save the picture first, then drop its file.');
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-sample]')) {
    const load = async () => {
      const signal = begin();
      button.ariaBusy = 'true';
      try {
        const picture = await loadSample(button.dataset.sample!, signal);
        note('');
        take([picture]);
      } catch {
        if (!signal.aborted) lost(() => void load());
      } finally {
        button.ariaBusy = 'false';
      }
    };
    button.addEventListener('click', () => void load());
  }
}

function listenForDrops(drop: (files: FileList | undefined) => void): void {
  const mark = (isOver: boolean) => document.body.classList.toggle('is-dragging', isOver);
  document.addEventListener('dragover', (event) => {
    if (isField(event.target)) return;
    // Of everything, not of files alone: a browser would leave the page for a link.
    event.preventDefault();
    mark(event.dataTransfer?.types.includes('Files') ?? false);
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) mark(false);
  });
  document.addEventListener('drop', (event) => {
    mark(false);
    if (isField(event.target)) return;
    event.preventDefault();
    drop(event.dataTransfer?.files);
  });
}

/** Whether it takes a text of its own. */
function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === 'password';
}

/** Says below the picture what became of what was given; nothing where there is nothing to be said. */
function note(words: string): void {
  byId('input-note', HTMLElement).textContent = words;
  if (words) announce(words);
}
