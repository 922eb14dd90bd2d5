import { EXIT } from './exit-codes.ts';

/** What each exit code says, for the manual. */
export const EXIT_MEANINGS = [
  [EXIT.ok, 'Ready, also with warnings.'],
  [EXIT.bug, 'A bug in sdn.'],
  [EXIT.usage, 'A wrong command line.'],
  [EXIT.notReady, 'A check or the proof failed.'],
  [EXIT.undetermined, 'It could not be determined.'],
  [EXIT.unsupported, 'This machine cannot run the requested variant.'],
  [EXIT.childFailed, 'uv, pip or git failed; everything is as it was.'],
  [EXIT.locked, 'Another sdn works here.'],
  [EXIT.refused, 'Needs a confirmation; nothing was changed.'],
  [EXIT.rollbackFailed, 'The previous state could not be restored; the report says what is left.'],
  [EXIT.unreachable, 'The network or an index could not be reached.'],
  [EXIT.oldNode, 'Node is too old.'],
  [EXIT.interrupted, 'Interrupted; everything is as it was.'],
  [EXIT.terminated, 'Terminated; everything is as it was.'],
] as const;
