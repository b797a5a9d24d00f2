import { IsThreshold, IsTopK } from './picture-options.js';

/** Which labels are answered, by the names that these fields have in JSON. */
export class AnswerOptions {
  @IsThreshold()
  readonly confidence_threshold: number = 0.5;

  @IsTopK()
  readonly top_k?: number;
}
