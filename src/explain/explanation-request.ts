import type { EncodedPicture } from '../decoding/encoded-picture.js';
import { checkFields, fieldsOf, wrongFields, shownName } from '../http/check-fields.js';
import type { ReceivedBody } from '../http/received-body.js';
import {
  encodedFile,
  encodedText,
  formFields,
  queryFields,
  refuseOptions,
} from '../predict/picture-request.js';
import {
  ExplanationForm,
  ExplanationQuery,
  ExplanationRequest,
  ViewForm,
  ViewRequest,
} from './explanation-request.dto.js';

/** What is to be explained, whichever way it came. */
export interface ExplanationWish {
  picture: EncodedPicture;
  label: string | undefined;
  /** Patches a side. */
  grid: number;
}

const OPTION_NAMES = ['label', 'grid'];
/** In a form or a query a label may look like a number. */
const TEXTS = ['label'];

/**
 * Checks a request to POST /explain.
 * @throws AppError `validation_failed`
 */
export function toExplanationWish(received: ReceivedBody, query: URLSearchParams): ExplanationWish {
  switch (received.kind) {
    case 'json': {
      refuseOptions(query, OPTION_NAMES);
      const { image_base64, label, grid } = checkFields(fieldsOf(received.value), ExplanationRequest);
      return { picture: encodedText(image_base64), label, grid };
    }
    case 'form': {
      refuseOptions(query, OPTION_NAMES);
      const { file, label, grid } = checkFields(formFields(received.parts, TEXTS), ExplanationForm);
      return { picture: encodedFile(file), label, grid };
    }
    case 'raw': {
      const { label, grid } = checkFields(queryFields(query, TEXTS), ExplanationQuery);
      return { picture: encodedFile(received.bytes), label, grid };
    }
  }
}

/**
 * Checks a request to POST /explain/view.
 * @throws AppError `validation_failed`
 */
export function toPicture(received: ReceivedBody, query: URLSearchParams): EncodedPicture {
  switch (received.kind) {
    case 'json':
      return encodedText(checkFields(fieldsOf(received.value), ViewRequest).image_base64);
    case 'form':
      return encodedFile(checkFields(formFields(received.parts), ViewForm).file);
    case 'raw': {
      const detail = 'expected nothing in the query: a view has no options';
      const names = queryFields(query).map(([name]) => name);
      if (names.length > 0) throw wrongFields(names.map((name) => ({ field: shownName(name), detail })));
      return encodedFile(received.bytes);
    }
  }
}
