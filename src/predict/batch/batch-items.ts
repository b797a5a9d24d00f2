import type { EncodedPicture } from '../../decoding/encoded-picture.js';
import { AppError, type FieldError } from '../../errors.js';
import { checkFields, fieldsOf, shownName, wrongFields } from '../../http/check-fields.js';
import type { Part } from '../../http/multipart.js';
import type { ReceivedBody } from '../../http/received-body.js';
import { AnswerOptions } from '../answer-options.dto.js';
import { encodedFile, encodedText, formFields, refuseOptions } from '../picture-request.js';
import { BatchImage, BatchRequest, LONGEST_ID } from './batch-request.dto.js';

/** One picture of a batch, or what is wrong with how it came. */
export interface BatchItem {
  /** Its place in the request, from 0. */
  index: number;
  id: string | undefined;
  picture: EncodedPicture | AppError;
}

export interface Batch {
  items: BatchItem[];
  /** Least confidence of a label that is answered. */
  threshold: number;
  topK: number | undefined;
}

/**
 * Checks a request to POST /predict/batch. What is wrong with the batch as a whole is thrown; what is wrong with one
 * picture stays with it, so that it does not fail its neighbours.
 *
 * @param max pictures in a batch (BATCH_MAX_ITEMS)
 * @throws AppError `validation_failed`, `batch_too_large`
 */
export function toBatch(received: ReceivedBody, query: URLSearchParams, max: number): Batch {
  refuseOptions(query);
  switch (received.kind) {
    case 'json': {
      const { images, confidence_threshold, top_k } = checkFields(fieldsOf(received.value), BatchRequest);
      requireCount('images', images.length, max);
      return { items: images.map(imageItem), threshold: confidence_threshold, topK: top_k };
    }
    case 'form': {
      const files = received.parts.filter(({ name }) => name === 'file');
      const others = received.parts.filter(({ name }) => name !== 'file');
      refuseMisnamed(others, max);
      const { confidence_threshold, top_k } = checkFields(formFields(others), AnswerOptions);
      requireCount('file', files.length, max);
      const items = files.map(({ filename, bytes }, index) => ({
        index,
        id: nameOf(filename),
        picture: encodedFile(bytes),
      }));
      return { items, threshold: confidence_threshold, topK: top_k };
    }
    case 'raw':
      throw new Error('expected a body that is JSON or a form; the BodyInterceptor takes no other here');
  }
}

/**
 * Refuses files in other fields, such as `file[]` or `image`, by the name of the right one.
 * @throws AppError `validation_failed`
 */
function refuseMisnamed(others: readonly Part[], max: number): void {
  const names = new Set(others.filter(({ filename }) => filename !== undefined).map(({ name }) => name));
  const detail = `expected the pictures, 1 to ${max}, each in a field called file; received a file under this name`;
  if (names.size > 0) throw wrongFields([...names].map((name) => ({ field: shownName(name), detail })));
}

/** Some clients send an empty name for none. */
function nameOf(filename: string | undefined): string | undefined {
  return filename === '' ? undefined : filename?.slice(0, LONGEST_ID);
}

function requireCount(field: string, count: number, max: number): void {
  if (count === 0) throw wrongFields([{ field, detail: `expected 1 to ${max} pictures, received none` }]);
  if (count <= max) return;
  throw new AppError(
    'batch_too_large',
    `expected at most ${max} pictures in a batch (BATCH_MAX_ITEMS), received ${count}; send them in several batches`,
  );
}

function imageItem(image: unknown, index: number): BatchItem {
  try {
    const { id, image_base64 } = checkFields(fieldsOf(image), BatchImage);
    return { index, id, picture: encodedText(image_base64) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { index, id: idOf(image), picture: inImage(error, index) };
  }
}

/** The id of a picture with which something else is wrong. */
function idOf(image: unknown): string | undefined {
  const { id } = Object(image) as { id?: unknown };
  return typeof id === 'string' && id.length > 0 && id.length <= LONGEST_ID ? id : undefined;
}

/** Names fields from the top of the body. */
function inImage(error: AppError, index: number): AppError {
  const errors = error.errors?.map(({ field, detail }): FieldError => ({
    field: `images[${index}].${field}`,
    detail,
  }));
  return errors ? wrongFields(errors) : new AppError(error.code, `images[${index}]: ${error.message}`);
}
