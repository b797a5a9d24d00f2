import { ApiProperty } from '@nestjs/swagger';
import { IsText } from '../http/is-text.js';
import type { RawString } from '../http/raw-string.js';
import { IsThreshold, IsTopK, expecting } from './picture-options.js';

/** The JSON body of POST /predict. */
export class PayloadRequest {
  @ApiProperty({
    type: String,
    description:
      'The picture (JPEG, PNG, WebP, GIF, BMP or TIFF) in base64 of RFC 4648, section 4, padding included. ASCII ' +
      'whitespace and a `data:image/...;base64,` prefix are accepted.',
  })
  @IsText(expecting('a string of base64'))
  readonly image_base64!: string | RawString;

  @IsThreshold()
  readonly confidence_threshold: number = 0.5;

  @IsTopK()
  readonly top_k?: number;
}
