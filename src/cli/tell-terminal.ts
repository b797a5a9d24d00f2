/** Tells whoever sits at the terminal that a command waits for what they type; a file or a pipe needs no telling. */
export function tellTerminal(awaited: string, input: { isTTY?: boolean } = process.stdin): void {
  if (input.isTTY !== true) return;
  process.stderr.write(`tetrapod: reading ${awaited} from the terminal; end with Ctrl-D\n`);
}
