import { IsThreshold, IsTopK } from './picture-options.js';

/** The query of POST /predict where its body is a picture. */
export class PictureQuery {
  @IsThreshold()
  readonly threshold: number = 0.5;

  @IsTopK()
  readonly top_k?: number;
}
