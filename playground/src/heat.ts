/** A part of a picture in fractions of its width and height; beyond 0 and 1 where the view has a frame. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The whole of a picture. */
export const WHOLE: Region = { left: 0, top: 0, width: 1, height: 1 };

/** Warm speaks for the label, cool against it: the ends stay apart for all kinds of colour vision. */
const FOR = [229, 72, 28] as const;
const AGAINST = [32, 99, 214] as const;
const STRONGEST = 0.82;
/** Less than that is noise, and is not to look like a finding; the overlay of the server's draws the line there too. */
const FAINT = 0.01;

/** @returns the largest effect of any patch, either way; 0 where none has any */
export function largestEffect(importance: readonly (readonly number[])[]): number {
  return Math.max(0, ...importance.flat().map(Math.abs));
}

/**
 * @param importance of each patch, row by row
 * @returns a pixel of RGBA for each patch: the colour says for or against, its opacity how much, against the largest effect; all are
 * pale where even that is faint
 */
export function heatPixels(importance: readonly (readonly number[])[]): Uint8ClampedArray<ArrayBuffer> {
  const most = Math.max(FAINT, largestEffect(importance));
  return Uint8ClampedArray.from(
    importance.flat().flatMap((value) => {
      const strength = Math.abs(value) / most;
      return [...(value < 0 ? AGAINST : FOR), Math.round(255 * STRONGEST * strength)];
    }),
  );
}

/** @returns where on a picture of this size the view lies, in its pixels */
export function placeOf(region: Region, width: number, height: number): Region {
  return {
    left: region.left * width,
    top: region.top * height,
    width: region.width * width,
    height: region.height * height,
  };
}

/** Whether no patch changes a confidence by as much as a percentage point. */
export function isFaint(importance: readonly (readonly number[])[]): boolean {
  return largestEffect(importance) < FAINT;
}

/** @returns the patch with the largest effect in words */
export function describeHeat(label: string, importance: readonly (readonly number[])[]): string {
  const most = largestEffect(importance);
  if (isFaint(importance)) {
    return `No patch of the picture changes the confidence of ${label} by a percentage point.`;
  }
  const row = importance.findIndex((values) => values.some((value) => Math.abs(value) === most));
  const column = importance[row]!.findIndex((value) => Math.abs(value) === most);
  const way = importance[row]![column]! > 0 ? 'for' : 'against';
  const rows = importance.length;
  const columns = importance[0]!.length;
  return (
    `What speaks most ${way} ${label} is ${placeName(row, rows, ['at the top', 'in the middle', 'at the bottom'])}` +
    `, ${placeName(column, columns, ['on the left', 'in the centre', 'on the right'])}.`
  );
}

function placeName(at: number, of: number, names: readonly [string, string, string]): string {
  return names[Math.min(2, Math.floor((3 * (at + 0.5)) / of))]!;
}
