import { byId } from './dom.js';
import { pictureOf, type Picture } from './picture.js';

const REASONS: Readonly<Record<string, string>> = {
  NotAllowedError:
    'The browser may not use the camera. Allow it beside the address of this page, and try again.',
  NotFoundError: 'There is no camera.',
  NotReadableError: 'The camera is in use by another program.',
};
const JPEG_QUALITY = 0.92;

/** A dialogue with the picture of the camera, for computers; phones have a camera of their own behind a file input. */
export class Camera {
  private readonly dialog = byId('camera', HTMLDialogElement);
  private readonly video = byId('camera-video', HTMLVideoElement);
  private readonly message = byId('camera-message', HTMLElement);
  private readonly shutter = byId('camera-capture', HTMLButtonElement);
  private stream: MediaStream | undefined;

  constructor(private readonly take: (picture: Picture) => void) {
    const open = byId('camera-open', HTMLButtonElement);
    // Browsers leave it out where the page does not come by HTTPS or from this machine; their types do not know that.
    const isThere = (navigator.mediaDevices as MediaDevices | undefined) !== undefined;
    open.disabled = !isThere;
    byId('camera-insecure', HTMLElement).hidden = isThere;
    open.addEventListener('click', () => void this.open());
    this.shutter.addEventListener('click', () => {
      this.capture();
    });
    byId('camera-close', HTMLButtonElement).addEventListener('click', () => {
      this.dialog.close();
    });
    this.dialog.addEventListener('close', () => {
      this.stop();
    });
  }

  private async open(): Promise<void> {
    this.message.textContent = 'Waiting for the camera';
    this.shutter.disabled = true;
    this.dialog.showModal();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      // Of a dialogue that was closed and opened again while the browser asked.
      this.stop();
      this.stream = stream;
      // Closed before the visitor has answered the browser's question.
      if (!this.dialog.open) {
        this.stop();
        return;
      }
      this.video.srcObject = stream;
      await this.video.play();
      this.message.textContent = '';
      this.shutter.disabled = false;
      this.shutter.focus();
    } catch (error) {
      const { name, message } = error as DOMException;
      this.message.textContent = REASONS[name] ?? `The camera does not work: ${message}`;
    }
  }

  private capture(): void {
    const { videoWidth: width, videoHeight: height } = this.video;
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    canvas.getContext('2d')!.drawImage(this.video, 0, 0);
    canvas.toBlob(
      (blob) => {
        this.take(pictureOf(new File([blob!], 'camera.jpg', { type: 'image/jpeg' }), true));
        this.dialog.close();
      },
      'image/jpeg',
      JPEG_QUALITY,
    );
  }

  private stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
    this.video.srcObject = null;
  }
}
