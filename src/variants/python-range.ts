import type { Facts } from '../hardware/facts.ts';
import type { Decision, Problem, Reason } from './decision.ts';
import { hostOf } from './host.ts';
import { minus } from './offer.ts';
import { pinFor, pythonRange } from './pins.ts';
import { compareVersions, numbersOf } from './version.ts';

type Said = { readonly reasons: readonly Reason[]; readonly problems: readonly Problem[] };
const NOTHING: Said = { reasons: [], problems: [] };

/** Whether the Python that sdn would use can run what was chosen; an unknown Python is not judged. */
export function judgePython(facts: Facts, decision: Pick<Decision, 'variant' | 'torch'>): Said {
  const { variant } = decision;
  if (variant === null) return NOTHING;
  const emulated = rosetta(facts);
  const release = /==(\d+(?:\.\d+)*)/.exec(decision.torch?.spec ?? '')?.[1] ?? null;
  const range = pythonRange(pinFor(variant, hostOf(facts)), release);
  const said = [emulated, wrongVersion(facts, range), wrongKind(facts)].filter((each) => each !== null);
  return { reasons: said.map(({ code, text }) => minus(code, text)), problems: said };
}

function rosetta({ os, python }: Facts): Problem | null {
  if (os.platform !== 'darwin') return null;
  const translated = os.translated === true && python?.arch !== 'arm64';
  const mixed = os.arch === 'arm64' && python?.arch === 'x64';
  if (!translated && !mixed) return null;
  return {
    code: 'python-is-x86_64-under-rosetta',
    text: 'This Python is built for Intel and runs under Rosetta, where torch has no Metal',
    remedy: 'sdn install --python 3.12    (an arm64 Python; sdn brings one where none is found)',
  };
}

function wrongVersion(facts: Facts, [from, to]: readonly [string, string]): Problem | null {
  const minor = minorOf(facts.python?.version);
  if (minor === null || inRange(minor, [from, to])) return null;
  if ((facts.pythons ?? []).some(({ version }) => inRange(minorOf(version), [from, to]))) return null;
  const old = compareVersions(minor, from) < 0;
  return {
    code: old ? 'python-too-old' : 'python-too-new',
    text: `Python ${facts.python?.version} is ${old ? 'older' : 'newer'} than these wheels take; they take ${from} to ${to}`,
    remedy: `sdn install --python ${preferred([from, to])}    (sdn brings one where none is found)`,
  };
}

function wrongKind({ os, python }: Facts): Problem | null {
  if (python?.arch !== 'ia32' && python?.arch !== 'x86') return notCpython(python?.implementation);
  return {
    code: 'arch-unsupported',
    text: 'This Python is 32-bit; torch has no 32-bit wheels',
    remedy: `sdn install --python 3.12    (a 64-bit one${os.platform === 'win32' ? ' from python.org' : ''})`,
  };
}

function notCpython(implementation: string | null | undefined): Problem | null {
  if (!implementation || /^cpython$/i.test(implementation)) return null;
  return {
    code: 'python-not-cpython',
    text: `This Python is ${implementation}; torch has wheels for CPython only`,
    remedy: 'sdn install --python 3.12    (sdn brings one where none is found)',
  };
}

function minorOf(version: string | null | undefined): string | null {
  const numbers = numbersOf(version);
  return numbers === null || numbers.length < 2 ? null : `${numbers[0]}.${numbers[1]}`;
}

function inRange(minor: string | null, [from, to]: readonly [string, string]): boolean {
  return minor !== null && compareVersions(minor, from) >= 0 && compareVersions(minor, to) <= 0;
}

/** SD.Next recommends 3.12. */
function preferred(range: readonly [string, string]): string {
  return inRange('3.12', range) ? '3.12' : range[1];
}
