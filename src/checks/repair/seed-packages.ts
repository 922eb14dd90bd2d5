import { Failure } from '../../findings/failure.ts';
import { acquireLock } from '../../install/lock/lock.ts';
import { childEnv } from '../../system/child-env.ts';
import type { System } from '../../system/system.ts';
import type { Subject } from '../subject.ts';
import type { Repair } from './repair.ts';

const SETUPTOOLS = '69.5.1';
const TIMEOUT_MS = 300_000;

/** pip from the Python itself, then the setuptools that SD.Next pins, from the index pip is set to. */
export const seedPackages: Repair = {
  fixer: 'seed-packages',
  plan: (subject) => ({
    fixer: 'seed-packages',
    title: 'Packages',
    detail: `install ${wanted(subject).join(' and ')} into ${subject.environment.path}`,
    undoable: false,
  }),
  apply: async (subject, system) => {
    const place = { dir: subject.dir, venv: subject.environment.path };
    const lock = await acquireLock({ place, system, command: 'sdn doctor --fix', waitMs: 0 });
    try {
      await install(subject, system);
    } finally {
      await lock.release();
    }
    return [];
  },
};

async function install(subject: Subject, system: System): Promise<void> {
  if (subject.environment.packages.pip === undefined)
    await python(subject, system, ['-m', 'ensurepip', '--default-pip']);
  await python(subject, system, ['-m', 'pip', 'install', '--disable-pip-version-check', ...wanted(subject)]);
}

function wanted({ checkout }: Subject): readonly string[] {
  return [`setuptools==${checkout?.pins?.setuptools ?? SETUPTOOLS}`, 'wheel'];
}

async function python(subject: Subject, system: System, args: readonly string[]): Promise<void> {
  const file = subject.environment.python.path;
  const pip = Object.entries(system.env).filter(
    ([name, value]) => name.startsWith('PIP_') && value !== undefined,
  );
  const env = childEnv(system, Object.fromEntries(pip) as Record<string, string>);
  const outcome = await system.run({ file, args, env, timeoutMs: TIMEOUT_MS, signal: system.signal });
  if (outcome.exitCode === 0) return;
  const last =
    outcome.stderr
      .trim()
      .split('\n')
      .findLast((line) => line.trim() !== '') ?? outcome.status;
  throw new Failure({
    kind: 'childFailed',
    code: 'seed-packages-failed',
    found: `${args.slice(1, 3).join(' ')} ended with: ${last}`,
    need: 'A Python with ensurepip, and an index that has setuptools and wheel.',
    fix: [`sdn reinstall${subject.where}`],
  });
}
