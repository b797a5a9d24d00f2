/** The sharpness at which a picture of the size has as many bytes as a photo of it: 15, 100, 600 kB, 4 MB. */
export const SHARPNESS = { '224x224': 0.15, '500x375': 0.75, '1920x1080': 0.2, '4000x3000': 0.28 } as const;

export type DrawnSize = keyof typeof SHARPNESS;
export const DRAWN_SIZES = Object.keys(SHARPNESS) as DrawnSize[];
export const DEFAULT_SIZE: DrawnSize = '500x375';
