import { Failure } from '../../findings/failure.ts';
import type { SourceAnswer } from './ask-sources.ts';
import type { Source, Sources } from './sources.ts';

/** A configured source that cannot be used now, and what it said. */
export type DroppedSource = { readonly source: Source; readonly reason: string };

export type UsableSources = { readonly sources: Sources; readonly dropped: readonly DroppedSource[] };

/**
 * The sources that answered. One that is down or refuses is left out and reported: uv would retry it for long,
 * or skip it without a word and take another index's torch. The main index must answer.
 */
export function usableSources(sources: Sources, answers: readonly SourceAnswer[]): UsableSources {
  const reasons = new Map(answers.flatMap((answer) => trouble(answer)));
  const isUp = ({ id }: Source) => !reasons.has(id);
  const { torch, main, extra, links } = sources;
  if (main !== null && !isUp(main)) throw mainIndexDown(main, reasons.get(main.id) ?? '');
  const kept = {
    ...sources,
    torch: torch !== null && isUp(torch) ? torch : null,
    extra: extra.filter(isUp),
    links: links.filter(isUp),
  };
  const all = [...(torch === null ? [] : [torch]), ...extra, ...links];
  const dropped = all
    .filter((source) => !isUp(source))
    .map((source) => ({ source, reason: reasons.get(source.id) ?? '' }));
  return { sources: kept, dropped };
}

function trouble({ id, status, detail, http }: SourceAnswer): readonly (readonly [string, string])[] {
  if (status === 'ok' || status === 'absent') return [];
  const text = detail ?? (http === null ? status : `HTTP ${http}`);
  return [[id, status === 'garbage' ? `it does not answer as a package index (${text})` : text]];
}

function mainIndexDown({ url }: Source, reason: string): Failure {
  return new Failure({
    kind: 'unreachable',
    code: 'index-unreachable',
    found: `The package index ${url} cannot be used: ${reason}`,
    need: 'A package index that answers.',
    fix: ['python -m pip config list', 'sdn install --use-openvino --index-url https://…/simple'],
  });
}
