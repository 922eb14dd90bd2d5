import type { Interfaces } from '@oclif/core';
import { openvinoWords } from '../checks/guidance.ts';
import type { InstallResult } from '../install/install-run.ts';
import type { Emit } from '../install/plan.ts';
import type { InstallWishes } from '../install/request/order.ts';
import { runInstall } from '../install/run-install.ts';
import type { System } from '../system/system.ts';
import type { Answered } from './base-command.ts';
import { EXIT } from './exit-codes.ts';
import type { commonFlags } from './flags.ts';
import type { installFlags } from './install-flags.ts';
import { installLine } from './install-line.ts';
import { requestOf, type variantFlags } from './variant-flags.ts';

type Flags = Interfaces.InferredFlags<typeof commonFlags & typeof installFlags & typeof variantFlags>;

type Chosen = Pick<Flags, 'dir'> & Partial<Flags>;

type Invocation = {
  readonly mode: 'install' | 'reinstall';
  readonly flags: Flags;
  readonly system: System;
  readonly emit: Emit;
  readonly sdnVersion: string;
};

/** What `install` and `reinstall` share: flags to one service call, its result to an answer. */
export async function answerInstall({ mode, flags, ...rest }: Invocation): Promise<Answered> {
  const asked = requestOf(flags);
  const words = [mode, ...(asked.variant === null ? [] : [`--use-${asked.variant}`])];
  const result = await runInstall(
    {
      mode,
      effect: flags['dry-run'] ? 'plan-only' : 'change',
      asked,
      wishes: wishesOf(flags),
      command: installLine(words, flags, rest.system),
      sdnVersion: rest.sdnVersion,
      emit: rest.emit,
    },
    rest.system,
  );
  return { ...result, next: withWords(result), exitCode: EXIT.ok };
}

/** What matters for this machine goes before the one command that comes next. */
function withWords({ next, environment, facts }: InstallResult): readonly string[] {
  const words = environment?.variant === 'openvino' ? openvinoWords(facts) : [];
  return [...next.slice(0, -1), ...words, ...next.slice(-1)];
}

/** The install-time choices among the flags; those that a command does not have are as if not typed. */
export function wishesOf(flags: Chosen): InstallWishes {
  return {
    dir: flags.dir,
    venv: flags.venv,
    python: flags.python,
    scope: flags['runtime-only'] ? 'runtime-only' : 'torch',
    indexUrl: flags['index-url'],
    extraIndexUrls: flags['extra-index-url'] ?? [],
    findLinks: flags['find-links'] ?? [],
    pinsFile: flags.pins,
    policy: flags.exact ? 'exact' : 'substitutes-allowed',
    versions: flags.locked ? 'locked' : 'fresh',
    network: flags.offline ? 'offline' : 'online',
    installer: flags.installer ?? 'uv',
    bundle: flags['from-bundle'],
    proof: flags['no-verify'] ? 'skip' : 'prove',
    waitSeconds: flags.wait ?? 0,
    nodeRuntime: !flags['with-node-runtime']
      ? 'leave'
      : flags['allow-unverified']
        ? 'unverified'
        : 'verified',
  };
}
