import { all, bytesOf, fieldsOf, type Fields } from '../../support/protobuf.js';
import type { KubernetesObject } from './kubernetes-object.js';

/** What stands before an object in Protocol Buffers. */
const MAGIC = Buffer.from('k8s\0');

/**
 * Reads the few fields of a Namespace or a Secret that clients send in Protocol Buffers, by the numbers that
 * k8s.io/api/core/v1/generated.proto gives them.
 */
export function objectOf(body: Buffer): KubernetesObject {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC))
    throw new Error('expected k8s and a zero before Protocol Buffers');
  const unknown = fieldsOf(body.subarray(MAGIC.length));
  const [type] = all(unknown, 1);
  const [apiVersion, kind] = [textOf(type!, 1), textOf(type!, 2)];
  const message = fieldsOf(bytesOf(unknown, 2));
  const [meta] = all(message, 1);
  const metadata = { name: textOf(meta!, 1), namespace: textOf(meta!, 3), labels: mapOf(meta!, 11) };
  if (kind === 'Namespace')
    return { apiVersion, kind, metadata: { name: metadata.name, labels: metadata.labels } };
  if (kind !== 'Secret') throw new Error(`expected a Namespace or a Secret, received ${kind}`);
  return { apiVersion, kind, metadata, data: mapOf(message, 2, 'base64'), type: textOf(message, 3) };
}

const textOf = (message: Fields, field: number) => bytesOf(message, field).toString();

function mapOf(message: Fields, field: number, encoding: BufferEncoding = 'utf8'): Record<string, string> {
  return Object.fromEntries(
    all(message, field).map((entry) => [textOf(entry, 1), bytesOf(entry, 2).toString(encoding)]),
  );
}
