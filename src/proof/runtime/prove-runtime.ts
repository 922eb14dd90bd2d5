import { setImmediate as breathe } from 'node:timers/promises';
import type { System } from '../../system/system.ts';
import { withWorkFolder } from '../../system/work-folder.ts';
import type { RungResult } from '../proof.ts';
import type { Size } from '../smoke/network.ts';
import type { DeviceList } from './list-devices.ts';
import { runListed } from './run-listed.ts';
import { drawChallenge, runSmoke } from './run-smoke.ts';
import { type Prepared, type RuntimeWish, rungOf, smokeWish } from './runtime-rung.ts';
import { writeSmoke } from './smoke-files.ts';

/** The first rung: OpenVINO of this environment compiles and runs the smoke network, and is watched meanwhile. */
export async function proveRuntime(system: System, wish: RuntimeWish): Promise<RungResult> {
  return withWorkFolder('proof', system, async (folder) => {
    const prepared = { ...wish, folder, challenge: drawChallenge(wish.size) };
    return rungOf(system, prepared, await runSmoke(system, smokeWish(prepared)));
  });
}

/** The device of a run and what is known about it. */
export type Chosen = Pick<RuntimeWish, 'device' | 'target'>;

export type ListedRuntimeWish = Omit<RuntimeWish, keyof Chosen> & {
  /** Null where nothing that is listed will do. */
  readonly choose: (list: DeviceList) => Promise<Chosen | null>;
};

/** The same on a device chosen from what the child itself lists; `rung` is null where there was none to choose. */
export async function proveListed(
  system: System,
  wish: ListedRuntimeWish,
): Promise<{ readonly list: DeviceList; readonly rung: RungResult | null }> {
  return withWorkFolder('proof', system, async (folder) => {
    const ready: { files?: ReturnType<typeof prepare>; wish?: Prepared } = {};
    const { list, run } = await runListed(system, {
      engine: wish.engine,
      folder,
      listMs: wish.timeoutMs,
      onStart: () => {
        ready.files = prepare(folder, wish.size);
        // Whoever orders hears of it; where nobody does, it does not matter.
        ready.files.catch(() => undefined);
      },
      order: async (listed) => {
        const chosen = await wish.choose(listed);
        if (chosen === null || ready.files === undefined) return null;
        const { challenge, paths } = await ready.files;
        ready.wish = { ...wish, ...chosen, folder, challenge };
        return { wish: smokeWish(ready.wish), paths };
      },
    }).finally(() => settled(ready.files));
    const rung = run === null || ready.wish === undefined ? null : await rungOf(system, ready.wish, run);
    return { list, rung };
  });
}

/** A child that ended early may have left its files half written, in a folder that is about to go. */
async function settled(work: Promise<unknown> | undefined): Promise<void> {
  await work?.catch(() => undefined);
}

/** Draws the network and writes it down, once the child is on its way. */
async function prepare(folder: string, size: Size) {
  await breathe();
  const challenge = drawChallenge(size);
  return { challenge, paths: await writeSmoke(folder, challenge) };
}
