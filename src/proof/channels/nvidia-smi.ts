import type { Channel } from '../proof.ts';
import type { NvidiaApp } from '../sampling/nvidia-apps.ts';
import type { Watched } from '../sampling/watch.ts';
import { absent, agrees, disagrees } from './channel.ts';

/** A card by what its maker's tool and the runtime both know of it. */
export type CardId = { readonly uuid: string | null; readonly pci: string | null };

/**
 * On which NVIDIA card the child or its descendants hold memory. Memory is where work could be done, not that it was:
 * this channel can speak against a claim, and never proves one (see the truth table).
 */
export function nvidiaSmiChannel(watched: Watched | null, device: string, card: CardId): Channel {
  const name = 'nvidia-smi';
  const apps = watched?.nvidiaApps ?? null;
  if (watched === null || apps === null)
    return absent(name, 'nvidia-smi does not tell which processes use a card here.');
  const pids = new Set([...watched.before.pids, ...watched.after.pids]);
  const held = apps.filter(({ pid, usedMiB }) => pids.has(pid) && usedMiB !== null && usedMiB > 0);
  if (held.length === 0) return absent(name, 'nvidia-smi does not list the process with memory on a card.');
  const cards = held.map(({ pci, uuid, usedMiB }) => ({ card: pci ?? uuid, usedMiB }));
  const words = held.map((app) => isCard(app, card));
  if (words.includes(true)) return agrees(name, device, { cards });
  if (words.includes(null)) return absent(name, 'The card cannot be told from the others.', { cards });
  const [other] = cards;
  const why = `The process holds memory on ${other?.card} only, not on ${card.pci ?? card.uuid}.`;
  return disagrees(name, other?.card ?? null, why, { cards });
}

/** Whether a row is about `card`; null where they have nothing in common to be compared by. */
function isCard(app: NvidiaApp, card: CardId): boolean | null {
  const uuid =
    card.uuid
      ?.replace(/^(?:gpu|mig)-/i, '')
      .replace(/[^0-9a-f]/gi, '')
      .toLowerCase() ?? '';
  if (uuid !== '' && uuid === app.uuid) return true;
  if (card.pci !== null && app.pci !== null) return card.pci === app.pci;
  return null;
}
