import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import type { Facts } from '../../hardware/facts.ts';
import { readPinsFile } from '../../packages/pins-file.ts';
import { readPins } from '../../sdnext/checkout/pins.ts';
import type { System } from '../../system/system.ts';
import type { Decision } from '../../variants/decision.ts';
import { hostOf } from '../../variants/host.ts';
import { lockOf, wheelsOf } from '../bundle/bundle-folder.ts';
import { type Place, placeOf } from '../environment/place.ts';
import { pinsFor } from './pins-for.ts';
import type { InstallRequest } from './request.ts';
import { sourceAddress } from './source-address.ts';
import { wantedFor } from './wanted-for.ts';

/** The install-time choices of one command line, as they were typed. */
export type InstallWishes = {
  readonly dir: string;
  readonly venv: string | undefined;
  readonly python: string | undefined;
  readonly scope: 'torch' | 'runtime-only';
  readonly indexUrl: string | undefined;
  readonly extraIndexUrls: readonly string[];
  readonly findLinks: readonly string[];
  readonly pinsFile: string | undefined;
  readonly policy: 'exact' | 'substitutes-allowed';
  readonly versions: 'fresh' | 'locked';
  readonly network: 'online' | 'offline';
  readonly installer: 'uv' | 'pip';
  readonly bundle: string | undefined;
  readonly proof: 'prove' | 'skip';
  readonly waitSeconds: number;
  /** Whether openvino-node is brought too, and whether even without a checksum that somebody names. */
  readonly nodeRuntime: 'leave' | 'verified' | 'unverified';
};

type Circumstances = {
  readonly facts: Facts;
  readonly decision: Decision;
  /** The command line, without secrets, as it can be pasted again. */
  readonly command: string;
};

/** What was decided and asked for, as one request. Reads the checkout's own pins where the folder is a checkout. */
export async function requestFor(
  wishes: InstallWishes,
  { facts, decision, command }: Circumstances,
  system: System,
): Promise<InstallRequest> {
  if (decision.variant === null) throw undecided(decision);
  const place = placeOf(wishes, system);
  await refuseFile(wishes.dir, place.dir);
  const checkout = await readPins(place.dir, system.platform);
  const own =
    wishes.pinsFile === undefined ? new Map() : await readPinsFile(resolve(system.cwd, wishes.pinsFile));
  const pins = pinsFor(decision, hostOf(facts), { checkout, own });
  const bundle = wishes.bundle === undefined ? null : resolve(system.cwd, wishes.bundle);
  return {
    place,
    decision,
    wanted: wantedFor(decision.variant, pins, wishes.scope),
    pinsFrom: pins.source,
    python: wishes.python ?? null,
    sources: {
      torchIndexUrl: wishes.indexUrl === undefined ? (decision.torch?.indexUrl ?? null) : null,
      indexUrl:
        wishes.indexUrl === undefined ? null : sourceAddress('--index-url', wishes.indexUrl, system.cwd),
      extraIndexUrls: wishes.extraIndexUrls.map((each) =>
        sourceAddress('--extra-index-url', each, system.cwd),
      ),
      findLinks: wishes.findLinks.map((each) => sourceAddress('--find-links', each, system.cwd)),
    },
    policy: wishes.policy,
    network: bundle === null ? wishes.network : 'offline',
    lockFile: lockFileOf(wishes, place, bundle),
    bundle: bundle === null ? null : wheelsOf(bundle),
    command,
    installer: installerOn(system, wishes.installer),
    proof: wishes.proof,
    waitSeconds: wishes.waitSeconds,
  };
}

/** pip's launchers on Windows hold the path of the folder they were made in, and no text to change. */
function installerOn({ platform }: System, asked: InstallWishes['installer']): InstallWishes['installer'] {
  if (asked === 'uv' || platform !== 'win32') return asked;
  throw new Failure({
    kind: 'unsupported',
    code: 'pip-installer-on-windows',
    found: 'What pip installs on Windows cannot be moved into place after it was proven.',
    need: 'The default, --installer uv.',
  });
}

async function refuseFile(typed: string, path: string): Promise<void> {
  const seen = await stat(path).catch(() => null);
  if (seen === null || seen.isDirectory()) return;
  throw new Failure({
    kind: 'usage',
    code: 'dir-is-a-file',
    found: `--dir ${typed} is a file.`,
    need: 'A folder; it is made where it does not exist.',
  });
}

function lockFileOf({ versions }: InstallWishes, { dir }: Place, bundle: string | null): string | null {
  if (bundle !== null) return lockOf(bundle);
  return versions === 'locked' ? join(dir, 'sdn.lock') : null;
}

function undecided({ problems, reasons }: Decision): Failure {
  const [problem] = problems;
  const failed = problem?.code === 'probe-failed';
  return new Failure({
    kind: failed ? 'undetermined' : 'unsupported',
    code: problem?.code ?? 'nothing-chosen',
    found: problem?.text ?? reasons.at(-1)?.text ?? 'No variant fits this machine.',
    need: 'A variant that this machine can run; nothing was installed.',
    fix: [...new Set([...(problem === undefined ? [] : [problem.remedy]), 'sdn detect'])],
  });
}
