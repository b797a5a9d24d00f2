/** The boundary of these forms. */
export const B = 'x-boundary';
export const form = (...parts: string[]) =>
  Buffer.from(`${parts.map((part) => `--${B}\r\n${part}\r\n`).join('')}--${B}--\r\n`, 'latin1');
export const field = (name: string, value: string, more = '') =>
  `Content-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}`;
