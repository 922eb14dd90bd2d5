import { tmpdir } from 'node:os';
import { Failure } from '../../findings/failure.ts';
import { shellWord } from '../../findings/shell-word.ts';
import { childEnv } from '../../system/child-env.ts';
import type { System } from '../../system/system.ts';
import { withoutLogins } from '../sources/without-logins.ts';

/**
 * What the user's pip is set to, from every level pip reads: system, user and site files, and `PIP_*`.
 * Absent keys are not set. Multi-valued keys are lists, as pip splits them.
 */
export type PipConfiguration = {
  readonly indexUrl: string | null;
  readonly extraIndexUrls: readonly string[];
  readonly findLinks: readonly string[];
  readonly noIndex: boolean;
  readonly cert: string | null;
  readonly clientCert: string | null;
  readonly proxy: string | null;
  readonly trustedHosts: readonly string[];
  readonly timeoutSeconds: number | null;
  readonly retries: number | null;
};

const PIP_LIMIT_MS = 20_000;

/**
 * Asks pip itself, through the Python at `python`, how it is configured.
 * Null where that Python has no pip; a Failure where pip is there and its configuration cannot be read.
 */
export async function pipConfiguration(python: string, system: System): Promise<PipConfiguration | null> {
  const outcome = await system.run({
    file: python,
    args: ['-I', '-X', 'utf8', '-m', 'pip', 'config', 'list'],
    env: childEnv(system, pipVariables(system)),
    cwd: tmpdir(),
    timeoutMs: PIP_LIMIT_MS,
    signal: system.signal,
  });
  if (/No module named pip\b/.test(outcome.stderr)) return null;
  if (outcome.exitCode !== 0) throw unreadable(python, outcome.stderr);
  return parsePipConfiguration(outcome.stdout);
}

/** The `PIP_*` variables, which are part of the user's own pip configuration. */
export function pipVariables({ env }: System): Record<string, string> {
  const entries = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries.filter(([name]) => name.startsWith('PIP_')));
}

function unreadable(python: string, stderr: string): Failure {
  return new Failure({
    kind: 'childFailed',
    code: 'pip-configuration',
    found: `pip cannot read its own configuration: ${reasonIn(stderr)}`,
    need: 'A pip configuration that pip accepts.',
    fix: [`${shellWord(python)} -m pip config debug`],
  });
}

/** pip ends in the words of its parser, the offending line last: without a login that may stand there. */
function reasonIn(stderr: string): string {
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => line.trim());
  const from = lines.findLastIndex((line) => /configuration file|parsing error|section header/i.test(line));
  return withoutLogins(lines[from] ?? lines.at(-1) ?? '').replace(/^[\w.]+(?:Error|Loaded): /, '');
}

/** Reads the output of `pip config list`: `global.index-url='https://…'`, `:env:.proxy='…'`. */
export function parsePipConfiguration(text: string): PipConfiguration {
  const values = effectiveValues(text);
  const list = (key: string) => (values.get(key) ?? '').split(/\s+/).filter((each) => each !== '');
  const one = (key: string) => values.get(key)?.trim() || null;
  return {
    indexUrl: one('index-url'),
    extraIndexUrls: list('extra-index-url'),
    findLinks: list('find-links'),
    noIndex: /^(1|true|yes|on)$/i.test(one('no-index') ?? ''),
    cert: one('cert'),
    clientCert: one('client-cert'),
    proxy: one('proxy'),
    trustedHosts: list('trusted-host'),
    timeoutSeconds: secondsOf(one('timeout') ?? one('default-timeout')),
    retries: countOf(one('retries')),
  };
}

/** Later sections win, as in pip: `[global]`, then the command's own, then the environment. */
const SECTIONS = ['global', 'download', 'install', ':env:'] as const;

function effectiveValues(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const section of SECTIONS) {
    for (const { key, value } of settingsIn(text, section)) values.set(key, value);
  }
  return values;
}

function settingsIn(text: string, section: string): readonly { key: string; value: string }[] {
  return text.split('\n').flatMap((line) => {
    const match = /^([^=]+?)\.([^.=]+)=(.*)$/.exec(line.trim());
    if (match?.[1] !== section || match[2] === undefined || match[3] === undefined) return [];
    return [{ key: match[2].toLowerCase().replaceAll('_', '-'), value: fromPythonLiteral(match[3]) }];
  });
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** pip prints values as Python string literals. */
function fromPythonLiteral(literal: string): string {
  const quote = literal.at(0);
  if ((quote !== "'" && quote !== '"') || literal.at(-1) !== quote) return literal;
  return literal
    .slice(1, -1)
    .replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/g, (_, code: string) => unescaped(code));
}

function unescaped(code: string): string {
  if (code.length > 1) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
  return ESCAPES[code] ?? code;
}

function countOf(text: string | null): number | null {
  return text !== null && /^\d{1,3}$/.test(text) ? Number(text) : null;
}

function secondsOf(text: string | null): number | null {
  const seconds = Number(text);
  return text !== null && Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}
