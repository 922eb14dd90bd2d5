import { stat } from 'node:fs/promises';
import { Failure } from '../../findings/failure.ts';
import { type Finding, finding } from '../../findings/finding.ts';
import { shellWord } from '../../findings/shell-word.ts';
import { projectName } from '../../packages/project-name.ts';
import type { Variant } from '../../variants/decision.ts';
import { checkWholeness, damageText } from '../wholeness/wholeness.ts';
import { type Environment, examineEnvironment } from './environment.ts';
import type { Manifest } from './manifest.ts';

/** What an `install` finds at the path: nothing to do, something to build, or something that is not its to replace. */
export type Standing =
  | { readonly kind: 'healthy'; readonly manifest: Manifest; readonly findings: readonly Finding[] }
  | { readonly kind: 'build'; readonly findings: readonly Finding[] };

/**
 * Decides whether `install` has anything to do. Throws a Failure `refused` where another variant, or an environment
 * that something else made, is in the place: replacing is `reinstall`'s business.
 */
export async function standing(venv: string, variant: Variant): Promise<Standing> {
  const found = await examineEnvironment(venv);
  if (found.kind === 'nothing') return { kind: 'build', findings: [] };
  if (found.kind === 'damaged') return { kind: 'build', findings: [rebuilt(venv, found.why)] };
  if (found.kind !== 'ours') throw notOurs(venv, found, variant);
  if (found.manifest.variant !== variant) throw otherVariant(venv, found.manifest, variant);
  const flaw = await flawOf(venv, found.manifest);
  return flaw === null ? healthy(venv, found.manifest) : { kind: 'build', findings: [rebuilt(venv, flaw)] };
}

async function flawOf(venv: string, manifest: Manifest): Promise<string | null> {
  if ((await stat(manifest.interpreter.path).catch(() => null)) === null) {
    return `its Python ${manifest.interpreter.path} is gone`;
  }
  const { whole, distributions } = await checkWholeness(venv);
  const damaged = distributions.find((each) => !each.whole);
  return whole || damaged === undefined ? missingOf(manifest, distributions) : damageText(damaged);
}

/**
 * A package that the manifest names and the folder does not hold. What makes the backend has to be the same release;
 * of the others, SD.Next takes releases of its own at its first start, and the environment is none the worse.
 */
function missingOf(
  manifest: Manifest,
  distributions: readonly { name: string; version: string }[],
): string | null {
  const present = new Map(distributions.map(({ name, version }) => [projectName(name), version]));
  const missing = manifest.installed.find(({ name, version }) => {
    const there = present.get(projectName(name));
    return there === undefined || (BACKEND.test(name) && there !== version);
  });
  return missing === undefined ? null : `${missing.name} ${missing.version} is no longer there`;
}

const BACKEND = /^(?:torch|torchvision|torchaudio|torch-directml|openvino|pytorch-triton\S*|triton)$/;

function healthy(venv: string, manifest: Manifest): Standing {
  const title = `The ${manifest.variant} environment is already there and whole`;
  const found = `${venv}, made ${manifest.createdAt.slice(0, 10)} by sdn ${manifest.sdn}; nothing was changed`;
  return {
    kind: 'healthy',
    manifest,
    findings: [finding({ id: 'packages.whole', group: 'packages', status: 'pass', title, found })],
  };
}

function rebuilt(venv: string, why: string): Finding {
  return finding({
    id: 'packages.damaged',
    group: 'packages',
    status: 'info',
    title: 'The environment was damaged and has been built anew',
    found: `${venv}: ${why}`,
  });
}

function otherVariant(venv: string, { variant: present }: Manifest, wanted: Variant): Failure {
  return new Failure({
    kind: 'refused',
    code: 'other-variant-installed',
    found: `${venv} is an environment for ${present}. Nothing was changed.`,
    need: `One for ${wanted} would replace it, which install never does.`,
    fix: [`sdn reinstall --use-${wanted}`],
  });
}

function notOurs(venv: string, found: Environment, wanted: Variant): Failure {
  const what =
    found.kind === 'foreign'
      ? `an environment that ${found.madeBy ?? 'something else'} made`
      : `a ${found.kind}`;
  return new Failure({
    kind: 'refused',
    code: found.kind === 'foreign' ? 'foreign-environment' : 'not-an-environment',
    found: `${venv} is ${what}. Nothing was changed.`,
    need: 'Nothing at that path, or an environment of sdn.',
    fix:
      found.kind === 'foreign'
        ? [`sdn reinstall --use-${wanted}`]
        : [`mv ${shellWord(venv)} ${shellWord(`${venv}-moved`)}`],
  });
}
