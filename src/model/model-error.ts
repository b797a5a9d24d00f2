/** A model that cannot be served: one line that names the file, what was expected and what was found. */
export class ModelError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ModelError';
  }
}

/**
 * A graph whose scores for a tensor are infinite, no numbers, or no probabilities though they should be: the graph's fault,
 * or that of whoever made the tensor.
 */
export class UnsoundScores extends ModelError {}
