import { found, missing, type Probe } from '../probe.ts';
import { failureOf, runTool } from '../tool.ts';

/** True for an x86_64 process on Apple Silicon. The key does not exist on an Intel Mac. */
export const rosettaProbe: Probe<boolean> = {
  id: 'rosetta',
  read: async (system) => {
    if (system.arch === 'arm64') return found(false);
    const outcome = await runTool(system, '/usr/sbin/sysctl', ['-n', 'sysctl.proc_translated']);
    if (outcome.status === 'exited') return found(outcome.stdout.trim() === '1');
    return missing(failureOf(outcome) ?? 'crashed');
  },
};
