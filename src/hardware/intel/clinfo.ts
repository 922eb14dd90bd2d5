import { found, missing, type Probe } from '../probe.ts';
import type { SeenGpu } from '../seen.ts';
import { failureOf, firstLine, runTool, toolPath } from '../tool.ts';
import { bracketedId, intelGpu } from './named-device.ts';

/** Intel's GPUs in `clinfo -l`. The platform "Intel(R) OpenCL" is the processor, "Intel(R) OpenCL Graphics" is not. */
export function parseClinfoList(text: string): readonly SeenGpu[] {
  const platforms = text
    .split(/^Platform #\d+: /m)
    .filter((each) => /^Intel\(R\) OpenCL .*Graphics/.test(each));
  return platforms
    .flatMap((platform) => [...platform.matchAll(/^\s*.-- Device #\d+: (.+)$/gm)])
    .map(([, name = '']) => intelGpu(name.trim(), bracketedId(name)));
}

/** What OpenCL sees: the one witness of Intel graphics where there is neither a bus nor a SYCL runtime. */
export const clinfoProbe: Probe<readonly SeenGpu[]> = {
  id: 'clinfo',
  read: async (system) => {
    const path = await toolPath(system, 'clinfo');
    if (path === null) return missing('absent');
    const outcome = await runTool(system, path, ['-l']);
    const failure = failureOf(outcome);
    return failure === null ? found(parseClinfoList(outcome.stdout)) : missing(failure, firstLine(outcome));
  },
};
