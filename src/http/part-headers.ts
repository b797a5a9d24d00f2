import { isUtf8 } from 'node:buffer';
import { parseMediaType, parseParameterised } from './media-type.js';

/** What the headers of a part say. */
export interface PartHeaders {
  /** Of the field. */
  name: string;
  /** Of the file, where it is one. */
  filename: string | undefined;
}

/** What is wrong with a part, as what was expected and received. */
export class PartFault extends Error {}

const LINE = /^([!#$%&'*+.^_`|~\w-]+):([^\r\n\0]*)$/;
const PLAIN_ENCODINGS = ['7bit', '8bit', 'binary'];
/** What browsers write for the quotes and line breaks of a name (HTML, 4.10.21.8). */
const ESCAPES: Record<string, string> = { '%22': '"', '%0D': '\r', '%0A': '\n' };

/**
 * Reads the headers of a part of multipart/form-data (RFC 7578, 4). The character set that a part names is passed over:
 * Apache HttpClient says ISO-8859-1 of every text, and of text only numbers are wanted, which are the same in it.
 *
 * @param bytes the lines, without the empty one behind them
 * @throws PartFault
 */
export function parsePartHeaders(bytes: Buffer): PartHeaders {
  const headers = new Map<string, string>();
  // The name of a file may have been written in another character set; a form is not refused for that.
  for (const line of bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1').split('\r\n')) {
    const [, name, value] = LINE.exec(line) ?? [];
    if (name === undefined) throw new PartFault('headers of the form "Name: value", received another line');
    if (headers.has(name.toLowerCase())) throw new PartFault('each header once, received one twice');
    headers.set(name.toLowerCase(), value!.trim());
  }
  requirePlainContent(headers);
  return parseDisposition(headers.get('content-disposition'));
}

function requirePlainContent(headers: ReadonlyMap<string, string>): void {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary';
  if (!PLAIN_ENCODINGS.includes(encoding)) {
    throw new PartFault('parts as they are, received one with another Content-Transfer-Encoding than binary');
  }
  const type = headers.get('content-type');
  if (type === undefined) return;
  const media = parseMediaType(type);
  if (!media) throw new PartFault('a Content-Type such as image/png, received something else');
  if (media.type.startsWith('multipart/'))
    throw new PartFault('parts that have no parts, received a multipart');
}

function parseDisposition(header: string | undefined): PartHeaders {
  if (header === undefined) throw new PartFault('the header Content-Disposition, received none');
  const disposition = parseParameterised(header);
  const name = disposition?.parameters.get('name');
  if (disposition?.value !== 'form-data' || name === undefined) {
    throw new PartFault('Content-Disposition: form-data; name="...", received another');
  }
  const filename =
    extendedValue(disposition.parameters.get('filename*')) ?? disposition.parameters.get('filename');
  return { name: unescape(name), filename: filename === undefined ? undefined : unescape(filename) };
}

function unescape(name: string): string {
  return name.replace(/%(?:22|0D|0A)/g, (escape) => ESCAPES[escape]!);
}

/**
 * RFC 8187, which RFC 7578 does not want in forms, and some clients write all the same.
 * @returns undefined for what cannot be decoded
 */
function extendedValue(text: string | undefined): string | undefined {
  const [, encoded] = /^utf-8'[^']*'(.*)$/i.exec(text ?? '') ?? [];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
