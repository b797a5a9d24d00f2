/** Whether this is a text for CORS_ORIGINS: nothing, `*`, or a list of origins as browsers write them. */
export function isOriginList(text: string): boolean {
  if (text === '' || text === '*') return true;
  return parseOrigins(text).every(
    (origin) => !origin.includes('*') && URL.canParse(origin) && new URL(origin).origin === origin,
  );
}

export function parseOrigins(text: string): string[] {
  return text.split(',').map((origin) => origin.trim());
}
