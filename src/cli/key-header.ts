/** The key of TETRAPOD_API_KEY: in a variable, because a list of processes shows arguments to everybody on the machine. */
export function keyHeader(env: NodeJS.ProcessEnv = process.env): [name: string, value: string][] {
  const key = env.TETRAPOD_API_KEY ?? '';
  return key === '' ? [] : [['X-API-Key', key]];
}
