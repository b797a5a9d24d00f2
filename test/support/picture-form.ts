import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';

export const FROG = Buffer.from(EXAMPLE_PICTURE, 'base64');
export const B = 'b0undary';

export const part = (headers: string, content: Buffer | string = FROG) =>
  Buffer.concat([Buffer.from(`--${B}\r\n${headers}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
const END = Buffer.from(`--${B}--\r\n`);
export const FILE =
  'Content-Disposition: form-data; name="file"; filename="frog.jpg"\r\nContent-Type: image/jpeg';
export const form = (...parts: Buffer[]) => Buffer.concat([...parts, END]);
