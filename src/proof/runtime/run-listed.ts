import type { System } from '../../system/system.ts';
import { deadline } from '../child/deadline.ts';
import type { Engine } from '../child/engine.ts';
import { talk } from '../child/talk.ts';
import { watcher } from '../sampling/watch.ts';
import { type DeviceList, LIST_TIMEOUT_MS, listIn, listOf } from './list-devices.ts';
import { orderOf, type SmokeRun, type SmokeWish, smokeRunOf } from './run-smoke.ts';
import type { SmokePaths } from './smoke-files.ts';

/** One run whose device is chosen from what its own child lists. */
export type ListedWish = {
  readonly engine: Engine;
  readonly folder: string;
  /** Milliseconds for the list, imports included. */
  readonly listMs?: number | undefined;
  /** Called while the child starts: time for what the run will need. */
  readonly onStart: () => void;
  /** What to run, and its files; null where nothing of the list will do. */
  readonly order: (list: DeviceList) => Promise<Order | null>;
};
type Order = { readonly wish: SmokeWish; readonly paths: SmokePaths };

/** `run` is null where there was no list, or nothing in it to run on. */
export type ListedRun = { readonly list: DeviceList; readonly run: SmokeRun | null };

/** No run of the smoke network may take longer; openvino.md 8. Milliseconds. */
const LONGEST_RUN_MS = 480_000;

type Told = { list?: DeviceList; watch?: ReturnType<typeof watcher>; failed?: { readonly by: unknown } };

/**
 * Asks one child for its devices and lets it run the smoke network on the chosen one: OpenVINO is loaded once.
 * Throws what `order` throws, after the child has ended.
 */
export async function runListed(system: System, wish: ListedWish): Promise<ListedRun> {
  const { engine, folder, listMs = LIST_TIMEOUT_MS } = wish;
  const told: Told = {};
  const limit = deadline();
  const conversation = await talk(system, {
    file: engine.file,
    args: engine.args,
    request: { mode: 'infer', ...engine.request },
    timeoutMs: listMs + LONGEST_RUN_MS,
    cwd: folder,
    deadline: limit,
    onStart: () => {
      limit.within(listMs);
      wish.onStart();
    },
    onAsk: (content) => {
      told.list = listIn(content);
      return ordered(system, wish, { told, limit }).catch((by) => {
        told.failed = { by };
        return null;
      });
    },
    onReady: async (name, pid) => told.watch?.onReady(name, pid),
  });
  if (told.failed !== undefined) throw told.failed.by;
  const { list = listOf(conversation), watch } = told;
  return { list, run: watch === undefined ? null : smokeRunOf(conversation, watch.watched()) };
}

async function ordered(
  system: System,
  { order }: ListedWish,
  { told, limit }: { readonly told: Told; readonly limit: ReturnType<typeof deadline> },
): Promise<unknown> {
  const chosen = told.list?.ending === 'finished' ? await order(told.list) : null;
  if (chosen === null) return null;
  told.watch = watcher(system, chosen.wish.interest);
  limit.within(chosen.wish.timeoutMs);
  return orderOf(chosen.wish, chosen.paths);
}
