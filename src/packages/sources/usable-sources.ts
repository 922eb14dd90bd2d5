import { Failure } from '../../findings/failure.ts';
import type { System } from '../../system/system.ts';
import { proxyInUse } from './proxy-in-use.ts';
import type { SourceAnswer } from './source-answer.ts';
import { faultFixes, faultNeed, faultText } from './source-fault.ts';
import { allSources, type Source, type Sources } from './sources.ts';

/** A configured source that cannot be used now, and what it said. */
export type DroppedSource = { readonly source: Source; readonly reason: string };

export type UsableSources = { readonly sources: Sources; readonly dropped: readonly DroppedSource[] };

/** For the sentences: how the network is reached, and what can be pasted. */
export type Asker = {
  readonly system: System;
  /** Any Python that has pip. */
  readonly python: string;
  /** The command line to try again. */
  readonly command: string;
};

/**
 * The sources that answered. One that is down or refuses is left out and reported: uv would retry it for long,
 * or skip it without a word and take another index's torch. The main index must answer.
 */
export function usableSources(
  sources: Sources,
  answers: readonly SourceAnswer[],
  asker: Asker,
): UsableSources {
  const troubles = troublesOf(sources, answers, asker.system);
  const isUp = ({ id }: Source) => troubles.every(({ source }) => source.id !== id);
  const { torch, main, extra, links } = sources;
  const fatal = troubles.find(({ source }) => source.id === main?.id);
  if (fatal !== undefined) throw sourceDown(fatal, asker);
  const kept = {
    ...sources,
    torch: torch !== null && isUp(torch) ? torch : null,
    extra: extra.filter(isUp),
    links: links.filter(isUp),
  };
  return { sources: kept, dropped: troubles.map(({ source, reason }) => ({ source, reason })) };
}

/** A source that did not answer as one, and with what. */
export type SourceTrouble = DroppedSource & { readonly answer: SourceAnswer };

/** The first trouble of each source, in the order of the sources. */
export function troublesOf(
  sources: Sources,
  answers: readonly SourceAnswer[],
  system: System,
): readonly SourceTrouble[] {
  const ways = { proxy: proxyInUse(sources, system), cert: sources.cert };
  return allSources(sources).flatMap((source) => {
    const own = answers.filter(({ id }) => id === source.id);
    const told = own.map((answer) => ({ source, answer, reason: faultText(answer, source, ways) }));
    return told.filter((each): each is SourceTrouble => each.reason !== null).slice(0, 1);
  });
}

/** The end of a run: a source that cannot be done without is down. */
export function sourceDown({ source, answer, reason }: SourceTrouble, asker: Asker): Failure {
  return new Failure({
    kind: 'unreachable',
    code: `source-${answer.fault ?? 'down'}`,
    found: `The package source ${source.url} cannot be used: ${reason}.`,
    need: faultNeed(answer.fault),
    fix: faultFixes(answer.fault, asker),
  });
}
