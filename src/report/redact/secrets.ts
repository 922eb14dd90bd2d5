import type { Rule } from './rule.ts';

const HIDDEN = '***';

/** Passwords in addresses, with and without a scheme; a password may hold `@`, and carelessly a slash. */
const ADDRESSES: readonly Rule[] = [
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s"'<>:/@]*:[^\s"'<>]*@/gi, `$1${HIDDEN}@`, ['@']],
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s"'<>/@]+@/gi, `$1${HIDDEN}@`, ['@']],
  [/(?<![\w/@.])[\w.%+-]+:[^\s"'<>@/:]+@(?=[\w-]+(?:\.[\w-]+)*(?::\d|$|[\s/"']))/g, `${HIDDEN}@`, ['@']],
];

/** Tokens by the prefix their issuer gives them: Hugging Face, GitHub, GitLab, PyPI, npm, Slack, OpenAI, AWS. */
const TOKENS: Rule = [
  /(?<![A-Za-z0-9])(?:hf_|gh[pousr]_|github_pat_|glpat-|pypi-|npm_|xox[abps]-|sk-|AKIA)[A-Za-z0-9_-]{8,}/g,
  HIDDEN,
  [
    'hf_',
    'ghp_',
    'gho_',
    'ghu_',
    'ghs_',
    'ghr_',
    'github_pat_',
    'glpat-',
    'pypi-',
    'npm_',
    'xox',
    'sk-',
    'akia',
  ],
];

/** After `Basic` and `token` only what no word is: "Basic Rendering Driver" is a device. */
const BEARER: Rule = [
  /\b(Bearer|(?:Basic|token)(?=\s+\S*[\d=]))\s+[A-Za-z0-9+/._~=-]{8,}/gi,
  `$1 ${HIDDEN}`,
  ['bearer', 'basic', 'token'],
];

const NAMES =
  'token|secret|password|passwd|passphrase|pwd|api[-_]?key|access[-_]?key|private[-_]?key|auth|authorization|credentials?|cookie|sig|signature';

const NAME_HINTS = ['token', 'secret', 'pass', 'pwd', 'key', 'auth', 'credential', 'cookie', 'sig'];

/** `--hf-token=…`, `HF_TOKEN=…`, `?sig=…`, `"password": "…"`: a name that says what follows. */
const NAMED: readonly Rule[] = [
  [
    new RegExp(
      `((?:^|[\\s?&;,"'_-])(?:[\\w-]*[_-])?(?:${NAMES})["']?\\s*[=:]\\s*)("[^"]*"|'[^']*'|[^\\s&;,"']+)`,
      'gi',
    ),
    `$1${HIDDEN}`,
    NAME_HINTS,
  ],
  [
    new RegExp(`(--?(?:[\\w-]*-)?(?:${NAMES})\\s+)(?!-)("[^"]*"|'[^']*'|\\S+)`, 'gi'),
    `$1${HIDDEN}`,
    NAME_HINTS,
  ],
];

export const SECRETS: readonly Rule[] = [...ADDRESSES, BEARER, ...NAMED, TOKENS];

const SECRET_NAME = new RegExp(`(?:^|[_-])(?:${NAMES})$`, 'i');

/** Whether the value under this key, or after this argument, is a secret whatever it looks like. */
export function holdsSecret(name: string): boolean {
  const lower = name.toLowerCase();
  if (!NAME_HINTS.some((hint) => lower.includes(hint))) return false;
  return SECRET_NAME.test(name.replace(/([a-z])([A-Z])/g, '$1_$2'));
}
