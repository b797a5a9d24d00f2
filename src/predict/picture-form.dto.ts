import { ApiProperty } from '@nestjs/swagger';
import { IsInstance } from 'class-validator';
import { IsThreshold, IsTopK, expecting } from './picture-options.js';

/** The form (multipart/form-data) of POST /predict. */
export class PictureForm {
  @ApiProperty({
    type: String,
    format: 'binary',
    description:
      'The picture (JPEG, PNG, WebP, GIF, BMP or TIFF). Its content says what it is, not its name or type.',
  })
  @IsInstance(Uint8Array, expecting('a part with the bytes of a picture'))
  readonly file!: Uint8Array;

  @IsThreshold()
  readonly confidence_threshold: number = 0.5;

  @IsTopK()
  readonly top_k?: number;
}
