import { fault, note, type Rule } from '../rule.ts';

/** The interpreter and the venv it lives in. */
export const pythonRules: readonly Rule[] = [
  {
    pattern: /(?:Incompatible Python version|Python version incompatible): ([\d.]+) required (.+)/i,
    means: ([, version, range]) => refused(version ?? '', range ?? ''),
    clues: ([, value = '']) => versionRefused(value),
  },
  {
    pattern: /Python: version=([\d.]+) required=(.+?) incompatible/,
    means: ([, version, range]) => refused(version ?? '', range ?? ''),
    clues: ([, value = '']) => versionRefused(value),
  },
  fault(
    'python-version',
    /\bUnsupported Python version\b|\bPython: version=\S+ is end-of-life/,
    'This Python is outside the range that this SD.Next accepts.',
  ),
  fault(
    'venv-broken',
    /did not find executable at|No Python at ['"]|No pyvenv\.cfg file|failed to locate pyvenv\.cfg/i,
    'The Python that the venv was made from is gone, so nothing in the venv can start.',
  ),
  fault(
    'venv-broken',
    /Cannot activate python venv|Failed creating VENV|virtual environment was not created successfully|venv[\\/]\S*: bad interpreter|^Cannot launch python/i,
    'The venv cannot be used as it is.',
  ),
  fault(
    'venv-broken',
    /^Error: python3-venv is not installed/,
    'The system’s Python cannot make a venv: its package is missing.',
  ),
  fault(
    'run-as-root',
    /^Cannot run as root\b/,
    'webui.sh refuses root outside docker, unless -f is its first argument.',
  ),
  fault(
    'bad-arguments',
    /\berror: (?:unrecognized arguments:|argument --[\w-]+: ignored explicit argument)/,
    'SD.Next does not know an argument and stopped; --use-… flags take no value and have no off form.',
  ),
  note(
    'venv-leftovers',
    /\bPackages: site=.* invalid=\[.*\] removing|Ignoring invalid distribution [-~]/,
    'Names with ~ are left over from an interrupted uninstall; SD.Next removes them.',
  ),
];

function refused(version: string, range: string): string {
  return `Python ${version} is not accepted by this SD.Next, which wants ${range.trim()}; ${direction(version, range)}.`;
}

function direction(version: string, range: string): string {
  const minor = Number(version.split('.')[1]);
  const minors = [...range.replace(/^3\./, '').matchAll(/\d+/g)].map(([number]) => Number(number));
  return minors.length > 0 && minor < Math.min(...minors)
    ? 'a newer Python is needed'
    : 'an older Python is needed';
}

function versionRefused(value: string) {
  return [
    { is: 'fault', code: 'python-version' },
    { is: 'version', of: 'python', value },
  ] as const;
}
