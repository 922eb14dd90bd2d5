import type { KnownCommand } from './known-command.ts';

/** A word that may come next, and what it is for. */
export type Word = { readonly word: string; readonly summary: string };

/** What can follow `sdn`: commands of one word, and topics, each once. */
export function firstWords(commands: readonly KnownCommand[]): readonly Word[] {
  const words = new Map(
    commands.map(({ words: all, summary }) => [all.split(' ')[0] ?? '', topicOr(all, summary)]),
  );
  return [...words].map(([word, summary]) => ({ word, summary }));
}

function topicOr(words: string, summary: string): string {
  return words.includes(' ') ? `Commands about a ${words.split(' ')[0]}.` : summary;
}

/** What can follow each topic. */
export function secondWords(commands: readonly KnownCommand[]): ReadonlyMap<string, readonly Word[]> {
  const found = new Map<string, readonly Word[]>();
  for (const { words, summary } of commands) {
    const [topic = '', word] = words.split(' ');
    if (word !== undefined) found.set(topic, [...(found.get(topic) ?? []), { word, summary }]);
  }
  return found;
}
