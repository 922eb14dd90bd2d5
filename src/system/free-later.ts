import { close, constants, openSync, statfsSync } from 'node:fs';

/** `during` removes a name of the current folder and says what `remove` said; `end` lets go of what is still held. */
export type Freeing = {
  readonly during: (name: string, remove: () => boolean) => boolean;
  readonly end: () => void;
};

/** statfs(2): ext2, ext3, ext4. Never elsewhere: NFS and FUSE rename what is removed while it is open, and keep it. */
const EXT = 0xef53;
/** Handles; far below any limit on open files. What would be one too many is freed at once. */
const MOST = 512;
/** Handles closed in a row: waking another thread for each costs more than half of what is won. */
const BATCH = 64;
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/**
 * How to remove things on the filesystem of `path`. The last handle frees the blocks, and where the disk is told of
 * each and waited for (ext4 with `discard` and without a journal: 0.1 ms and more), that is half the time of a
 * deletion. So each thing is held open while its name goes, and closed by another thread.
 */
export function freeingOn(path: string): Freeing {
  return isExt(path) ? later() : { during: (_, remove) => remove(), end: () => undefined };
}

function isExt(path: string): boolean {
  try {
    return statfsSync(path).type === EXT;
  } catch {
    return false;
  }
}

function later(): Freeing {
  const waiting: number[] = [];
  let held = 0;
  const letGo = (handle: number) => close(handle, () => (held -= 1));
  const end = () => waiting.splice(0).forEach(letGo);
  const keep = (handle: number) => {
    held += 1;
    if (waiting.push(handle) === BATCH) end();
  };
  const during: Freeing['during'] = (name, remove) => {
    const handle = held < MOST ? hold(name) : null;
    try {
      return remove();
    } finally {
      if (handle !== null) keep(handle);
    }
  };
  return { during, end };
}

/** Null for a link, and for what cannot be opened. */
function hold(name: string): number | null {
  try {
    return openSync(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch {
    return null;
  }
}
