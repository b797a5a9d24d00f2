/**
 * The program behind every stand-in on PATH: hands its command line to the test, which answers with what to print and the
 * exit code, or with a command to run in its place.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';

const [name, ...args] = process.argv.slice(2);
const response = await globalThis.fetch(`${process.env.STAND_INS}/${name}`, {
  method: 'POST',
  body: JSON.stringify({ name, args, cwd: process.cwd(), env: process.env }),
});
const { code = 0, stdout = '', stderr = '', run } = await response.json();
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
if (run) {
  const { command, env = {}, cwd } = run;
  const options = { stdio: 'inherit', env: { ...process.env, ...env }, cwd: cwd ?? process.cwd() };
  spawn(command[0], command.slice(1), options).on('close', (status) => {
    process.exitCode = status ?? 1;
  });
}
