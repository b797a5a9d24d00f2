/** What the fake server can find wrong with a request; a fault can name it. */
export type Complaint =
  | 'path'
  | 'method'
  | 'model'
  | 'version'
  | 'header_length'
  | 'json'
  | 'fields'
  | 'inputs'
  | 'missing_input'
  | 'input_name'
  | 'duplicated_input'
  | 'datatype'
  | 'shape'
  | 'batch'
  | 'no_data'
  | 'two_data'
  | 'element_count'
  | 'element_type'
  | 'half_in_json'
  | 'binary_size'
  | 'trailing_bytes'
  | 'output_name'
  | 'classification'
  | 'picture';

/** A request that cannot be answered: the status and text of the answer. */
export class Refusal extends Error {
  constructor(
    readonly complaint: Complaint,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}
