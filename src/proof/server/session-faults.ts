import { executionDevices } from '../channels/execution-devices.ts';
import type { Recording, WitnessEvent } from './witness-events.ts';

/** Clocks are set right now and then, by less than this; seconds. */
const CLOCK_SLACK = 2;

/** What no witness can have written in this order: a recording made by hand, edited, or put together from several. */
export function sessionFaults({ events }: Recording): readonly string[] {
  const [first] = events;
  const devices = (kind: 'compile' | 'infer') => new Set(events.flatMap((each) => devicesIn(each, kind)));
  const strange = isOpen(events) ? [] : [...devices('infer')].filter((each) => !devices('compile').has(each));
  return [
    ...(first === undefined || first.event === 'ready' || first.event === 'fault'
      ? []
      : ['The recording does not begin where a witness begins.']),
    ...(strange.length === 0
      ? []
      : [`Inferences ran on ${strange.join(', ')}, for which nothing was compiled.`]),
    ...(uncompiled(events) ? ['Inferences ran before anything was compiled.'] : []),
    ...(backwards(events) ? ['Its times run backwards.'] : []),
  ];
}

function devicesIn(event: WitnessEvent, kind: 'compile' | 'infer'): readonly string[] {
  return event.event === kind ? executionDevices(event.executionDevices) : [];
}

/** AUTO names its helper when it compiles and another device later; and a compilation may not have said where it is. */
function isOpen(events: readonly WitnessEvent[]): boolean {
  return events.some((each) => {
    if (each.event !== 'compile' || each.error !== null) return false;
    return (
      /^AUTO/.test(each.device ?? 'AUTO') || /^$|\(/.test(executionDevices(each.executionDevices).join())
    );
  });
}

/** In each process, by itself. */
function uncompiled(events: readonly WitnessEvent[]): boolean {
  return events.some(
    ({ event, pid }, at) =>
      event === 'infer' && !events.slice(0, at).some((each) => each.event === 'compile' && each.pid === pid),
  );
}

function backwards(events: readonly WitnessEvent[]): boolean {
  const durations = events.flatMap((each) => ('ms' in each && typeof each.ms === 'number' ? [each.ms] : []));
  const turned = events.some((each, at) => each.at < (events[at - 1]?.at ?? each.at) - CLOCK_SLACK);
  return turned || durations.some((ms) => ms < 0);
}
