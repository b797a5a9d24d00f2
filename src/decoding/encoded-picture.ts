/**
 * How a picture was sent. `binary`: the bytes of a file. `base64`: text in UTF-8, in which white space and the head of
 * a data URL are allowed. `json_base64`: such text as it stood between the quotes of a JSON text without escapes.
 */
export type PictureEncoding = 'binary' | 'base64' | 'json_base64';

export interface EncodedPicture {
  readonly bytes: Uint8Array;
  readonly encoding: PictureEncoding;
}
