import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../system/files.ts';
import type { System } from '../../system/system.ts';
import { withWorkFolder } from '../../system/work-folder.ts';
import type { Choice } from '../choose-build.ts';
import { requirement } from '../wanted.ts';
import type { Resolution } from './resolution.ts';
import { uvEnvironment } from './uv-environment.ts';
import { uvFailure } from './uv-failure.ts';
import { whyMissing } from './why-missing.ts';

const RESOLVE_LIMIT_MS = 300_000;
const ATTEMPT = {
  task: 'resolve what SD.Next wants',
  code: 'not-resolved',
  limitMs: RESOLVE_LIMIT_MS,
} as const;

/**
 * Lets uv turn the wanted set into a lock: every wheel with its exact version, address and hash (PEP 751 text).
 * The torch family comes from exactly one index; nothing is ever built from source.
 */
export async function resolve(resolution: Resolution, system: System): Promise<string> {
  await makeFolder(system.directories.cache);
  return withWorkFolder('resolve', system, async (folder) => {
    await writeFile(join(folder, 'pyproject.toml'), projectText(resolution));
    await writeFile(join(folder, 'overrides.txt'), resolution.wanted.overrides.join('\n'));
    await compile(resolution, folder, system);
    return readFile(join(folder, 'pylock.toml'), 'utf8');
  });
}

/** The project that uv resolves. The torch index is `explicit`: it serves torch and torchvision, nothing else. */
function projectText({ wanted, choice, sources }: Resolution): string {
  const requirements = [...torchFamily(choice), ...wanted.others, ...wanted.seed];
  const bound = sources.torch !== null && choice.torch?.source === sources.torch.id ? sources.torch : null;
  return [
    '[project]',
    'name = "sdn-environment"',
    'version = "0"',
    `requires-python = ">=${choice.python.version.split('.').slice(0, 2).join('.')}"`,
    `dependencies = ${JSON.stringify(requirements)}`,
    ...(bound === null
      ? []
      : [
          '[[tool.uv.index]]',
          `name = "${bound.id}"`,
          `url = ${JSON.stringify(bound.url)}`,
          'explicit = true',
        ]),
    ...(bound === null
      ? []
      : [
          '[tool.uv.sources]',
          ...['torch', 'torchvision'].map((name) => `${name} = { index = "${bound.id}" }`),
        ]),
    '',
  ].join('\n');
}

function torchFamily({ torch, torchvision }: Choice): readonly string[] {
  return [
    ...(torch === null ? [] : [requirement('torch', torch)]),
    ...(torchvision === null ? [] : [requirement('torchvision', torchvision)]),
  ];
}

async function compile(resolution: Resolution, folder: string, system: System): Promise<void> {
  const { uv, choice, sources, network } = resolution;
  const outcome = await system.run({
    file: uv.path,
    args: [
      ...['pip', 'compile', 'pyproject.toml', '--override', 'overrides.txt', '--format', 'pylock.toml'],
      ...['--python', choice.python.base, '--no-build', '--no-header', '--quiet', '-o', 'pylock.toml'],
      ...(network === 'offline' ? ['--offline'] : []),
    ],
    cwd: folder,
    env: uvEnvironment(sources, system),
    timeoutMs: RESOLVE_LIMIT_MS,
    signal: system.signal,
  });
  if (outcome.exitCode === 0) return;
  const missing = await whyMissing(outcome.stderr, resolution, system);
  throw missing ?? uvFailure(outcome, { ...ATTEMPT, command: resolution.command });
}
