import { byId } from './dom.js';
import type { Entry } from './entry.js';
import { heatPixels, placeOf, WHOLE } from './heat.js';
import { fileSize } from './numbers.js';
import type { Explanation } from './server.js';

/** The longer side of the canvas of the heat map, in pixels: it is smooth and needs no more. */
const CANVAS_SIDE = 800;

/** The picture, with the heat map over it, and what the model saw. */
export class PictureView {
  private readonly stage = byId('stage', HTMLElement);
  private readonly frame = byId('frame', HTMLElement);
  private readonly image = byId('picture', HTMLImageElement);
  private readonly heat = byId('heat', HTMLCanvasElement);
  private readonly caption = byId('caption', HTMLElement);
  private readonly seen = byId('view', HTMLImageElement);
  private readonly seenMissing = byId('view-missing', HTMLElement);
  private entry: Entry | undefined;
  /** The browser knows fewer formats than the server: then what the model saw stands for the picture. */
  private isViewInstead = false;
  /** Of the picture, once the browser has read it. */
  private size: string | undefined;

  constructor() {
    this.image.addEventListener('load', () => {
      this.fit();
    });
    this.image.addEventListener('error', () => {
      this.isViewInstead = true;
      this.showView();
    });
  }

  show(entry: Entry): void {
    const isAnother = this.entry !== entry;
    this.entry = entry;
    const { picture, view, viewProblem, isBusy } = entry;
    this.stage.classList.toggle('is-busy', isBusy);
    this.stage.ariaBusy = String(isBusy);
    byId('empty', HTMLElement).hidden = true;
    this.frame.hidden = false;
    if (isAnother) {
      this.isViewInstead = false;
      this.size = undefined;
      this.image.src = picture.url;
      this.image.alt = picture.name;
    }
    if (this.isViewInstead) this.showView();
    this.seen.hidden = view === undefined;
    if (view !== undefined && this.seen.src !== view) this.seen.src = view;
    this.seenMissing.textContent = viewProblem ? viewProblem.title : view === undefined ? 'Not yet' : '';
    this.writeCaption();
    this.drawHeat();
  }

  /** @param opacity 0 to 1 */
  setHeat(isShown: boolean, opacity: number): void {
    this.heat.hidden = !isShown;
    this.heat.style.opacity = String(opacity);
  }

  private showView(): void {
    const view = this.entry?.view;
    this.frame.classList.toggle('is-unknown', view === undefined);
    if (view !== undefined && this.image.src !== view) this.image.src = view;
  }

  private fit(): void {
    const { naturalWidth: width, naturalHeight: height } = this.image;
    this.frame.classList.remove('is-unknown');
    this.frame.style.setProperty('--aspect', String(width / height));
    const scale = CANVAS_SIDE / Math.max(width, height);
    this.heat.width = Math.max(1, Math.round(width * scale));
    this.heat.height = Math.max(1, Math.round(height * scale));
    this.size = this.isViewInstead ? undefined : `${width}×${height}`;
    this.writeCaption();
    this.drawHeat();
  }

  private writeCaption(): void {
    const { name, blob } = this.entry!.picture;
    const known = [name, this.size, fileSize(blob.size)].filter((piece) => piece !== undefined);
    this.caption.textContent = known.join(', ');
  }

  private drawHeat(): void {
    const context = this.heat.getContext('2d')!;
    context.clearRect(0, 0, this.heat.width, this.heat.height);
    const explanation = this.entry?.explanation;
    if (explanation) paint(context, explanation, this.isViewInstead);
  }
}

/** @param isView whether the canvas lies over what the model saw, and not over the whole picture */
function paint(context: CanvasRenderingContext2D, { importance, view }: Explanation, isView: boolean): void {
  const { width, height } = context.canvas;
  const rows = importance.length;
  const columns = importance[0]!.length;
  const small = Object.assign(document.createElement('canvas'), { width: columns, height: rows });
  small.getContext('2d')!.putImageData(new ImageData(heatPixels(importance), columns, rows), 0, 0);
  const place = placeOf(isView ? WHOLE : view.region, width, height);
  // What the model was not shown.
  context.fillStyle = 'rgb(0 0 0 / 0.45)';
  context.fillRect(0, 0, width, height);
  context.clearRect(place.left, place.top, place.width, place.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, place.left, place.top, place.width, place.height);
}
