import { shellWord } from '../../findings/shell-word.ts';
import { readIfThere } from '../../system/files.ts';
import type { System } from '../../system/system.ts';
import { type Place, stateFile } from '../environment/place.ts';
import { installHere } from '../install-here.ts';
import { lockHolder } from '../lock/lock.ts';
import { readJournal } from './journal.ts';
import { strayFiles, strayIds } from './stray.ts';

/** Whether anything is left of a killed run, down to a temporary file, and nobody is at work. */
export async function hasTraces(place: Place, system: System): Promise<boolean> {
  const journal = await readIfThere(stateFile(place, '.journal.json')).catch(() => '');
  const traces = [...(await strayIds(place)), ...(await strayFiles(place))];
  if (journal === null && traces.length === 0) return false;
  return (await lockHolder(place, system)) === null;
}

/** For commands that only read: what was interrupted, and the command that ends it. Changes nothing. */
export async function interruptedRun(
  place: Place,
  system: System,
): Promise<{ readonly what: string; readonly command: string } | null> {
  const journal = await readJournal(place).catch(() => 'unreadable' as const);
  const strays = journal === null ? await strayIds(place) : [];
  if (journal === null && strays.length === 0) return null;
  if ((await lockHolder(place, system)) !== null) return null;
  if (journal === null || journal === 'unreadable')
    return {
      what: `An interrupted run left traces beside ${place.venv}.`,
      command: await installHere(place, system),
    };
  const { command, at } = journal;
  const again = PASTEABLE.test(command) ? withDir(command, place, system) : await installHere(place, system);
  return { what: `"${command}" was interrupted at ${at}.`, command: again };
}

/** The journal is a file that others may write; only a plain command line of sdn is handed on. */
const PASTEABLE = /^sdn (?:install|reinstall|clean-venv)(?: [\w./:=@+-]+| '[^']*')*$/;

/** The folder was not typed where it was the current one; the reader may stand elsewhere. */
function withDir(command: string, { dir }: Place, { platform }: System): string {
  return / --dir\b/.test(command) ? command : `${command} --dir ${shellWord(dir, platform)}`;
}
