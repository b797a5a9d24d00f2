/** The page loads nothing but its own files, runs nothing that is written into it, and talks to its own server alone. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // blob: pictures of the visitor's; data: those of an explanation.
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** With every file of the page; they replace what all answers have. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=()',
  'X-Frame-Options': 'DENY',
  // Asked for again at every visit, and mostly answered by 304: the files of two versions do not work together.
  'Cache-Control': 'no-cache',
  Vary: 'Accept-Encoding',
};
