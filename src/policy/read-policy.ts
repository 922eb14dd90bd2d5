import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { Failure } from '../findings/failure.ts';
import { errorCode, readIfThere } from '../system/files.ts';
import { type Policy, PolicySchema } from './policy.ts';

const POLICY_NAME = 'sdn.config.json';

type Asked = {
  /** The file of `--config`, or null: `sdn.config.json` in `dir`, where there is one. */
  readonly file: string | null;
  readonly dir: string;
  readonly cwd: string;
};

/** What this machine must be, or null where nobody says. @throws Failure `usage` for a file that is no policy */
export async function readPolicy({ file, dir, cwd }: Asked): Promise<Policy | null> {
  const path = resolve(cwd, file ?? join(dir, POLICY_NAME));
  const text = await readIfThere(path).catch((error: unknown) => {
    throw unusable(path, 'policy-unreadable', `It cannot be read: ${errorCode(error)}.`);
  });
  if (text !== null) return parsePolicy(text, path);
  if (file === null) return null;
  throw unusable(path, 'policy-missing', 'There is no such file.');
}

function parsePolicy(text: string, path: string): Policy {
  const result = v.safeParse(PolicySchema, jsonOf(text, path));
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? 'the document';
  throw unusable(path, 'policy-invalid', `${where}: ${whyNot(issue)}.`);
}

function whyNot({ expected, received, message }: v.BaseIssue<unknown>): string {
  if (expected === 'never') return 'no such key';
  if (received === 'undefined') return 'it is missing';
  return expected === null ? message : `${received} instead of ${expected}`;
}

function jsonOf(text: string, path: string): unknown {
  try {
    // Editors on Windows put a byte order mark in front.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw unusable(
      path,
      'policy-invalid',
      `It is not JSON: ${error instanceof Error ? error.message : error}.`,
    );
  }
}

function unusable(path: string, code: string, why: string): Failure {
  return new Failure({
    kind: 'usage',
    code,
    found: `${path} cannot be used. ${why}`,
    need: 'A document of schema sdn.config/1',
    fix: ['sdn template show policy'],
  });
}
