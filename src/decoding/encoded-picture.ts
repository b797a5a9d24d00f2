/**
 * How a picture was sent. `binary`: the bytes of a file. `base64`: text in UTF-8, in which white space and the head of
 * a data URL are allowed. `json_base64`: such text as it stood between the quotes of a JSON text without escapes.
 * `pixels`: no file, but what the model sees of one, as PipelineService.view gives it: rows of R, G, B from the top. No
 * client sends that.
 */
export type PictureEncoding = 'binary' | 'base64' | 'json_base64' | 'pixels';

export interface EncodedPicture {
  readonly bytes: Uint8Array;
  readonly encoding: PictureEncoding;
}
