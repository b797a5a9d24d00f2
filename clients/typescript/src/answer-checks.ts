/** Whether JSON is the answer that was asked for, as far as a glance tells: the server is not doubted field by field. */
import type { ClassificationResponse, ExplanationResponse, ModelDescription } from './openapi.js';

export function isClassification(value: unknown): value is ClassificationResponse {
  return Array.isArray((value as Partial<ClassificationResponse> | null)?.predictions);
}

export function isExplanation(value: unknown): value is ExplanationResponse {
  return Array.isArray((value as Partial<ExplanationResponse> | null)?.importance);
}

export function isModel(value: unknown): value is ModelDescription {
  return Array.isArray((value as Partial<ModelDescription> | null)?.labels);
}

export function isReport(value: unknown): value is object {
  return typeof (value as { details?: unknown } | null)?.details === 'object';
}
