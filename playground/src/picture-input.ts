import { byId } from './dom.js';
import { loadSample, pictureOf, type Picture } from './picture.js';

/** What becomes of pictures, however they come. */
export interface Receiver {
  take: (pictures: Picture[]) => void;
  /** The server is gone, and with it a sample; it is to be loaded when it is back. */
  lost: (again: () => void) => void;
}

/** Takes pictures that are dropped, pasted, chosen, photographed with a phone, or clicked in the sample row. */
export function listenForPictures({ take, lost }: Receiver): void {
  const files = (list: FileList | undefined, isNew = false) => {
    const pictures = [...(list ?? [])].map((file) => pictureOf(file, isNew));
    if (pictures.length > 0) take(pictures);
    return pictures.length > 0;
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
    if (files(event.clipboardData?.files, true)) event.preventDefault();
  });
  listenForDrops((list) => files(list));
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-sample]')) {
    const load = () => {
      loadSample(button.dataset.sample!).then(
        (picture) => {
          take([picture]);
        },
        () => {
          lost(load);
        },
      );
    };
    button.addEventListener('click', load);
  }
}

function listenForDrops(drop: (files: FileList) => void): void {
  const mark = (isOver: boolean) => document.body.classList.toggle('is-dragging', isOver);
  const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;
  document.addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) mark(false);
  });
  document.addEventListener('drop', (event) => {
    mark(false);
    if (!holdsFiles(event)) return;
    event.preventDefault();
    drop(event.dataTransfer!.files);
  });
}
