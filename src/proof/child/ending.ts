import type { Ending } from '../verdict.ts';
import type { Conversation } from './talk.ts';

/** How the conversation with a probe ended; its exit code counts only against it. */
export function endingOf({ outcome, results, strangers, overgrown }: Conversation): Ending {
  if (overgrown !== null) return 'overgrown';
  const { status } = outcome;
  if (status === 'absent' || status === 'denied' || status === 'timeout' || status === 'cancelled')
    return status;
  if (status === 'overflow') return 'flood';
  if (status === 'signalled') return 'crashed';
  if (strangers.length > 0 || results.length > 1) return 'garbage';
  if (outcome.exitCode !== 0) return 'crashed';
  return results.length === 1 ? 'finished' : 'garbage';
}

/** Where and how a probe stopped, in one sentence for a person; null when it came to its end. */
export function stopOf(conversation: Conversation, ending: Ending): string | null {
  if (ending === 'finished') return null;
  const { outcome, phase, overgrown } = conversation;
  const place = phase === null ? 'at its start' : `in its step "${phase}"`;
  if (overgrown !== null)
    return `The probe was stopped ${place}: it held ${mib(overgrown.bytes)} of memory, this machine can spare ${mib(overgrown.limit)}.`;
  const how =
    outcome.signal ?? (outcome.exitCode === null ? outcome.status : `exit code ${outcome.exitCode}`);
  const last = outcome.stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  return `The probe stopped ${place} (${how}).${last === '' ? '' : ` Its last words: ${last}`}`;
}

const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
