import type { SourceAnswer } from './sources/source-answer.ts';
import { parseWheelName, type WheelName } from './sources/wheel-name.ts';

/** A wheel of one project that some source holds. */
export type Offer = { readonly source: string; readonly wheel: WheelName };

/** Every wheel of `project` that was named, in the order of the sources. */
export function offersOf(project: string, answers: readonly SourceAnswer[]): readonly Offer[] {
  return answers
    .filter((answer) => answer.project === project)
    .flatMap((answer) => answer.files.map((file) => ({ source: answer.id, wheel: parseWheelName(file) })))
    .filter((offer): offer is Offer => offer.wheel !== null);
}

/** The version without its local label: `2.13.0` of `2.13.0+cpu`. */
export function publicVersion({ version }: WheelName): string {
  return version.split('+')[0] ?? version;
}
