import type { EncodedPicture } from '../decoding/encoded-picture.js';
import type { FieldError } from '../errors.js';
import { checkFields, fieldsOf, requireFewFields, wrongFields, type Field } from '../http/check-fields.js';
import type { Part } from '../http/multipart.js';
import { LONGEST_NUMBER, numberInText } from '../http/number-in-text.js';
import { RawString } from '../http/raw-string.js';
import type { ReceivedBody } from '../http/received-body.js';
import { AnswerOptions } from './answer-options.dto.js';
import { PayloadRequest } from './payload-request.dto.js';
import { PictureForm } from './picture-form.dto.js';
import { PictureQuery } from './picture-query.dto.js';

/** What is asked of a picture, whichever way it came. */
export interface PictureRequest {
  picture: EncodedPicture;
  /** Least confidence of a label that is answered. */
  threshold: number;
  topK: number | undefined;
  /** All bytes of the request, to be given back to BodyBuffers when the picture has been classified. */
  body: Buffer;
}

/** In bytes; what is longer is no name of anything. */
const LONGEST_TEXT = 1024;

/** What the query may say of a picture that is the body; bodies with fields say it there. */
const OPTION_NAMES = ['threshold', 'confidence_threshold', 'top_k'];

/**
 * Checks a request to POST /predict.
 * @throws AppError `validation_failed`
 */
export function toPictureRequest(received: ReceivedBody, query: URLSearchParams): PictureRequest {
  const { kind, bytes: body } = received;
  switch (kind) {
    case 'json': {
      refuseOptions(query);
      const { image_base64, confidence_threshold, top_k } = checkFields(
        fieldsOf(received.value),
        PayloadRequest,
      );
      return { picture: encodedText(image_base64), threshold: confidence_threshold, topK: top_k, body };
    }
    case 'form': {
      refuseOptions(query);
      const { file, confidence_threshold, top_k } = checkFields(formFields(received.parts), PictureForm);
      return { picture: encodedFile(file), threshold: confidence_threshold, topK: top_k, body };
    }
    case 'raw':
      return { picture: encodedFile(body), ...optionsIn(query), body };
  }
}

/** Base64 of a JSON body, which stays the bytes that it was where it is long. */
export function encodedText(text: string | RawString): EncodedPicture {
  if (text instanceof RawString) return { bytes: text.bytes, encoding: 'json_base64' };
  return { bytes: Buffer.from(text), encoding: 'base64' };
}

export function encodedFile(bytes: Uint8Array): EncodedPicture {
  return { bytes, encoding: 'binary' };
}

/**
 * The bytes of parts that are called `file`, and the numbers in others. Text that is empty is left out: forms send the
 * fields that nobody has filled in.
 * @param texts names of fields that hold text, also where it looks like a number
 * @throws AppError `validation_failed` where there are more fields than anybody means
 */
export function formFields(parts: readonly Part[], texts: readonly string[] = []): Field[] {
  requireFewFields(parts.length);
  return parts
    .filter(({ name, filename, bytes }) => name === 'file' || filename !== undefined || bytes.length > 0)
    .map(({ name, bytes }) => {
      if (name === 'file') return [name, bytes];
      return [name, texts.includes(name) ? textInBytes(bytes) : numberInBytes(bytes)];
    });
}

function textInBytes(bytes: Buffer): string | RawString {
  return bytes.length <= LONGEST_TEXT ? bytes.toString() : new RawString(bytes);
}

/** What is too long for a number is not worth decoding. */
function numberInBytes(bytes: Buffer): number | string | RawString {
  return bytes.length <= LONGEST_NUMBER ? numberInText(bytes.toString()) : new RawString(bytes);
}

/**
 * Refuses options that would have no effect. Other names in the query say nothing here and never have.
 * @throws AppError `validation_failed`
 */
export function refuseOptions(query: URLSearchParams, names: readonly string[] = OPTION_NAMES): void {
  const given = filledIn(query);
  const errors: FieldError[] = names
    .filter((name) => given.has(name))
    .map((field) => ({
      field,
      detail:
        'expected in the query only where the body is a picture, received beside another body; put it into the body',
    }));
  if (errors.length > 0) throw wrongFields(errors);
}

function optionsIn(fullQuery: URLSearchParams): Pick<PictureRequest, 'threshold' | 'topK'> {
  const fields = queryFields(fullQuery);
  const query = filledIn(fullQuery);
  if (!query.has('confidence_threshold')) {
    const { threshold, top_k } = checkFields(fields, PictureQuery);
    return { threshold, topK: top_k };
  }
  if (query.has('threshold')) {
    const detail = 'expected this or confidence_threshold, which means the same, received both';
    throw wrongFields([{ field: 'threshold', detail }]);
  }
  const { confidence_threshold, top_k } = checkFields(fields, AnswerOptions);
  return { threshold: confidence_threshold, topK: top_k };
}

/**
 * The fields of a query that hold something.
 * @param texts as formFields() has them
 * @throws AppError `validation_failed` where there are more fields than anybody means
 */
export function queryFields(query: URLSearchParams, texts: readonly string[] = []): Field[] {
  requireFewFields(query.size);
  return [...filledIn(query)].map(([name, text]) => [name, texts.includes(name) ? text : numberInText(text)]);
}

/** The fields of a query that hold something. */
function filledIn(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([, text]) => text !== ''));
}
