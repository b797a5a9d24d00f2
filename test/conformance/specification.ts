/**
 * Where the documents are that cases name by their short names: the protocol, its description in OpenAPI, and the
 * extensions as Triton and MLServer, who invented them, tell of them.
 */
export const DOCUMENTS = {
  'inference_rest.md':
    'https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md',
  'open_inference_rest.yaml':
    'https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/open_inference_rest.yaml',
  'extension_binary_data.md':
    'https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md',
  'extension_classification.md':
    'https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_classification.md',
  'content-type.md': 'https://github.com/SeldonIO/MLServer/blob/master/docs/user-guide/content-type.md',
  'RFC 8259': 'https://www.rfc-editor.org/rfc/rfc8259',
  'RFC 9110': 'https://www.rfc-editor.org/rfc/rfc9110',
  'RFC 9112': 'https://www.rfc-editor.org/rfc/rfc9112',
} as const;

type Document = keyof typeof DOCUMENTS;

/** A section of a document, as tables show it. */
export const section = (document: Document, name: string): string => `${document}, ${name}`;

export const rest = (name: string): string => section('inference_rest.md', name);
export const binaryData = (name = 'Binary Tensor Request'): string =>
  section('extension_binary_data.md', name);
export const classification = (name = 'Classification Extension'): string =>
  section('extension_classification.md', name);
