import { found, missing, type Probe } from '../probe.ts';
import type { SeenGpu } from '../seen.ts';
import { failureOf, runTool, toolPath } from '../tool.ts';
import { parseLspci } from './lspci.ts';

/** Names of display devices, from the pci.ids of this system. The devices themselves come from `/sys`. */
export const lspciProbe: Probe<readonly SeenGpu[]> = {
  id: 'lspci-names',
  read: async (system) => {
    const path = await toolPath(system, 'lspci');
    if (path === null) return missing('absent');
    const outcome = await runTool(system, path, ['-D', '-nn']);
    const failure = failureOf(outcome);
    return failure === null ? found(parseLspci(outcome.stdout)) : missing(failure);
  },
};
