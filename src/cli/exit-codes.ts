/** The one table of exit codes (README, "Exit codes"); the same in every output format. */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  notReady: 3,
  undetermined: 4,
  unsupported: 5,
  childFailed: 6,
  locked: 7,
  refused: 8,
  rollbackFailed: 9,
  unreachable: 75,
  oldNode: 78,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
