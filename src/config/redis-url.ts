/** Whether this is redis://HOST[:PORT][/DATABASE], or the same with rediss; credentials may stand before the host. */
export function isRedisUrl(text: string): boolean {
  return /^rediss?:\/\/[^/]/.test(text) && URL.canParse(text);
}
