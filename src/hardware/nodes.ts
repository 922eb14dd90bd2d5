import type { Probe, Reading } from './probe.ts';
import { found, missing } from './probe.ts';
import { accessTo, namesIn } from './tree.ts';

/** Whether device nodes of one kind are here and may be opened. */
export type Nodes = { readonly paths: readonly string[] };

/** `/dev/kfd`: AMD compute goes through it. */
export const kfdNodeProbe: Probe<Nodes> = {
  id: 'kfd',
  read: (system) => nodes(['/dev/kfd'], (path) => accessTo(system, path)),
};

/** `/dev/dri/renderD*`: Intel and AMD compute go through one of them. */
export const renderNodeProbe: Probe<Nodes> = {
  id: 'render',
  read: async (system) => {
    const names = (await namesIn(system, '/dev/dri')) ?? [];
    return nodes(
      names.filter((name) => name.startsWith('renderD')).map((name) => `/dev/dri/${name}`),
      (path) => accessTo(system, path),
    );
  },
};

/** `/dev/nvidia0` and so on: what a container must have been given. */
export const nvidiaNodeProbe: Probe<Nodes> = {
  id: 'nvidia-device',
  read: async (system) => {
    const names = (await namesIn(system, '/dev')) ?? [];
    const cards = names.filter((name) => /^nvidia\d+$/.test(name) || name === 'dxg');
    return nodes(
      cards.map((name) => `/dev/${name}`),
      (path) => accessTo(system, path),
    );
  },
};

/** `/dev/accel/accel*`: NPUs. */
export const accelNodeProbe: Probe<Nodes> = {
  id: 'accel',
  read: async (system) => {
    const names = (await namesIn(system, '/dev/accel')) ?? [];
    return nodes(
      names.map((name) => `/dev/accel/${name}`),
      (path) => accessTo(system, path),
    );
  },
};

type Access = Awaited<ReturnType<typeof accessTo>>;

/** One node that opens is enough: a machine with two cards may well keep one of them from this user. */
async function nodes(
  paths: readonly string[],
  access: (path: string) => Promise<Access>,
): Promise<Reading<Nodes>> {
  const answers = await Promise.all(paths.map(access));
  const open = paths.filter((_, index) => answers[index] === 'ok');
  if (open.length > 0) return found({ paths: open });
  return missing(answers.includes('denied') ? 'denied' : 'absent');
}
