/**
 * As what a file is sent. The server tells formats by their bytes and takes any type of a picture; a file that the browser holds
 * for something else, or knows nothing of, goes as bytes.
 */
export function mediaTypeOf(fileType: string): string {
  return /^image\/[\w.+-]+$/.test(fileType) ? fileType : 'application/octet-stream';
}
