import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { stringify } from 'yaml';
import {
  alerts,
  MONITORING,
  readRules,
  ruleFiles,
  ruleTests,
  type AlertRule,
} from '../support/alert-rules.js';

// Days of samples are gone through again and again.
jest.setTimeout(120_000);

/** Debian's promtool; what it says and whether it is content. */
async function promtool(args: string[], cwd = MONITORING): Promise<{ isContent: boolean; output: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)('promtool', args, { cwd });
    return { isContent: true, output: stdout + stderr };
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: unknown };
    if (typeof code !== 'number') throw error;
    return { isContent: false, output: stdout + stderr };
  }
}

describe('the rules of deploy/monitoring, by promtool', () => {
  it.each(ruleFiles)('%s is sound', async (file) => {
    const { isContent, output } = await promtool(['check', 'rules', `rules/${file}`]);
    expect({ isContent, output }).toEqual({ isContent: true, output: expect.stringContaining('SUCCESS') });
  });

  it('prometheus.yml is sound', async () => {
    // The file with the key is the reader's.
    const { isContent, output } = await promtool(['check', 'config', '--syntax-only', 'prometheus.yml']);
    expect({ isContent, output }).toEqual({ isContent: true, output: expect.stringContaining('SUCCESS') });
  });

  it.each(ruleTests)('%s passes', async (file) => {
    const { isContent, output } = await promtool(['test', 'rules', `tests/${file}`]);
    expect({ isContent, output }).toEqual({ isContent: true, output: expect.stringContaining('SUCCESS') });
  });

  describe('the cases notice it', () => {
    let copy: string;
    beforeAll(() => {
      copy = mkdtempSync(join(tmpdir(), 'tetrapod-rules-'));
      cpSync(join(MONITORING, 'tests'), join(copy, 'tests'), { recursive: true });
      mkdirSync(join(copy, 'rules'));
    });
    afterAll(() => {
      rmSync(copy, { recursive: true });
    });

    /** @returns the alerts of which a case that expects this fails with these conditions */
    const noticed = async (expected: RegExp, change: (rule: AlertRule) => object) => {
      for (const file of ruleFiles) {
        // What is recorded does not matter to these, and takes most of the time.
        const groups = readRules(file).groups.map((group) => ({
          ...group,
          rules: group.rules.filter((rule): rule is AlertRule => 'alert' in rule).map(change),
        }));
        writeFileSync(join(copy, 'rules', file), stringify({ groups }));
      }
      const { isContent, output } = await promtool(
        ['test', 'rules', ...ruleTests.map((file) => `tests/${file}`)],
        copy,
      );
      expect(isContent).toBe(false);
      const failed = [...output.matchAll(/alertname: (\w+), time: \S+,\s+exp:(\[\]?)/g)];
      return [...new Set(failed.filter(([, , exp]) => expected.test(exp!)).map(([, name]) => name!))].sort();
    };
    const all = alerts.map(({ alert }) => alert).sort();

    it('where any of the alerts never fires', async () => {
      expect(await noticed(/^\[$/, (rule) => ({ ...rule, expr: 'vector(1) < 0' }))).toEqual(all);
    });

    it('where any of the alerts always fires', async () => {
      expect(await noticed(/^\[\]$/, (rule) => ({ ...rule, expr: 'vector(1)', for: '0s' }))).toEqual(all);
    });
  });
});
