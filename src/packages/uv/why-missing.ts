import { Failure } from '../../findings/failure.ts';
import { shellWord } from '../../findings/shell-word.ts';
import type { System } from '../../system/system.ts';
import { minorVersion } from '../pythons/interpreter.ts';
import { askSources } from '../sources/ask-sources.ts';
import { allSources } from '../sources/sources.ts';
import { sourceDown, troublesOf } from '../sources/usable-sources.ts';
import type { Resolution } from './resolution.ts';

const SIGNS = [
  /Because (?<name>[\w.-]+) was not found/,
  /there (?:is|are) no versions? of (?<name>[\w.-]+?)(?:==(?<version>\S+))?\s/,
  /Missing `Content-Type` header for `\S*\/(?<name>[\w.-]+)\/`/,
] as const;

/**
 * uv skips an index that answers 403, a login page or a redirect without a word, and then says that the package
 * does not exist. So the sources are asked for it once more: null where uv did not miss a package.
 */
export async function whyMissing(
  stderr: string,
  resolution: Resolution,
  system: System,
): Promise<Failure | null> {
  const missing = SIGNS.map((sign) => sign.exec(stderr)?.groups).find((groups) => groups !== undefined);
  if (missing?.name === undefined || resolution.network === 'offline') return null;
  const { sources, choice, command } = resolution;
  const python = choice.python.base;
  const answers = await askSources({ sources, projects: [missing.name], python }, system);
  const [down] = troublesOf(sources, answers, system);
  if (down === undefined) return notThere(missing.name, stderr, resolution);
  const reason = `asked for ${missing.name}, ${down.reason}`;
  return sourceDown({ ...down, reason }, { system, python, command });
}

function notThere(name: string, stderr: string, { sources, choice, command }: Resolution): Failure {
  const wanted = new RegExp(`${name}==([\\w.+]+)`).exec(stderr)?.[1] ?? '';
  const asked = allSources(sources).map(({ url }) => url);
  return new Failure({
    kind: 'childFailed',
    code: 'package-not-found',
    found: `${`${name} ${wanted}`.trim()} is on none of the package sources asked: ${asked.join(', ')}.`,
    need: `A source that holds it as a wheel for Python ${minorVersion(choice.python.version)}, named with --index-url or --find-links.`,
    fix: [`${shellWord(choice.python.base)} -m pip config list`, command],
  });
}
