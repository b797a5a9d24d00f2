/**
 * @param errors the text of docs/errors.md
 * @returns what it says to do about each code, in plain text
 */
export function remediesIn(errors: string): [code: string, remedy: string][] {
  return errors
    .split(/^### /m)
    .slice(1)
    .map((section): [string, string] => {
      const code = /^`(\w+)`/.exec(section)?.[1];
      const remedy = /^What to do: ([\s\S]*?)\n\n/m.exec(section)?.[1];
      if (code === undefined || remedy === undefined) {
        throw new Error(
          `docs/errors.md: expected a code and "What to do: ..." below ### ${section.split('\n')[0]}`,
        );
      }
      return [code, plain(remedy)];
    });
}

/** @returns the module of the page that holds them */
export function remediesSource(errors: string): string {
  const entries = remediesIn(errors).map(([code, remedy]) => `  ${code}: ${quoted(remedy)},\n`);
  return (
    '/** What docs/errors.md says to do about each code; scripts/playground/write.ts takes it from there. */\n' +
    `export const REMEDIES: Readonly<Record<string, string>> = {\n${entries.join('')}};\n`
  );
}

/** Without the marks of Markdown, and with a capital at the beginning. */
function plain(markdown: string): string {
  const text = markdown
    .replace(/\s+/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '')
    .trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** As Prettier would: in the quotes that need less escaping. */
function quoted(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text.replaceAll('\\', '\\\\')}'`;
}
