const UNKNOWN_HOST = 'no host of that name is known here; check the address';
const UNREACHABLE = 'it cannot be reached from here, or is overwhelmed; check the address and the network';
const UNTRUSTED =
  'its certificate is not trusted here; for an authority of your own set NODE_EXTRA_CA_CERTS to its file';

const ADVICE: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there; start it with npm start',
  ECONNRESET: 'it broke the connection off; see its log',
  closed: 'it broke the connection off; see its log',
  ENOTFOUND: UNKNOWN_HOST,
  EAI_AGAIN: UNKNOWN_HOST,
  ETIMEDOUT: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  timeout: UNREACHABLE,
  not_http: 'what answers there does not speak http; check the port, or try https://',
};

const NO_TLS = 'it does not speak https; try http:// in place of https://';

/** Whether a code of Node says that a server's certificate is not believed. */
export function isUntrusted(code: string): boolean {
  return /^(CERT_|ERR_TLS|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED)/.test(code);
}

/** Whether a code of Node says that no TLS connection comes about; from Node 22 on it is OpenSSL's reason. */
export function isNoTls(code: string): boolean {
  return code === 'EPROTO' || code.startsWith('ERR_SSL');
}

/** What to do where no answer came, by the code of Node or of `NoAnswerError`; without one, what is known. */
export function adviceFor(code: string, message: string): string {
  if (isUntrusted(code)) return UNTRUSTED;
  if (isNoTls(code)) return NO_TLS;
  return ADVICE[code] ?? `${message}; check the address`;
}
