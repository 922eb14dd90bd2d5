import { found, missing, type Probe } from '../probe.ts';
import type { SeenGpu } from '../seen.ts';
import { failureOf, firstLine, runTool, toolPath } from '../tool.ts';
import { bracketedId, intelGpu } from './named-device.ts';

/** A GPU as a SYCL runtime lists it. `ip` is Intel's architecture number ("12.55.8"). */
export type SyclDevice = {
  readonly backend: string;
  readonly name: string;
  /** What stands behind the name: an architecture, for CUDA the compute capability. */
  readonly version: string | null;
  readonly ip: string | null;
  readonly deviceId: string | null;
};

/** GPUs in the output of `sycl-ls`, old and new form. One GPU through two runtimes counts once, processors never. */
export function parseSyclLs(text: string): readonly SyclDevice[] {
  const all = text.split('\n').flatMap(deviceIn);
  const zero = all.filter(({ backend }) => backend.includes('level_zero'));
  const rest = all.filter(
    ({ backend, name }) =>
      backend === 'cuda' || (backend === 'opencl' && !zero.some((each) => each.name === name)),
  );
  return [...zero, ...rest];
}

/** Intel's among them, as graphics devices. */
function syclGpus(text: string): readonly SeenGpu[] {
  return parseSyclLs(text)
    .filter(({ backend }) => backend !== 'cuda')
    .map(({ name, deviceId, ip }) => ({
      ...intelGpu(name, deviceId),
      ...(ip === null ? {} : { ip }),
    }));
}

function deviceIn(line: string): readonly SyclDevice[] {
  const parts =
    /^\[(?:ext_oneapi_)?(\w+):gpu(?:\]\[\w+)?:\d+\]\s+[^,]+,\s+(.+?)\s+(?:OpenCL [\d.]+ NEO\s+)?(\d[\d.]*\s+)?\[[^\]]*\]\s*$/.exec(
      line,
    );
  if (parts === null) return [];
  const [, backend = '', name = '', version] = parts;
  const said = version?.trim() ?? null;
  const ip = /^\d+\.\d+\.\d+$/.exec(said ?? '')?.[0] ?? null;
  return [
    {
      backend,
      name,
      version: said,
      ip,
      deviceId: bracketedId(name),
    },
  ];
}

/** What the SYCL runtime sees; asked where the kernel shows no bus that would know better. */
export const syclProbe: Probe<readonly SeenGpu[]> = {
  id: 'sycl-ls',
  read: async (system) => {
    const path = await toolPath(system, 'sycl-ls', ['/opt/intel/oneapi/compiler/latest/bin']);
    if (path === null) return missing('absent');
    const outcome = await runTool(system, path, ['--ignore-device-selectors']);
    const failure = failureOf(outcome);
    return failure === null ? found(syclGpus(outcome.stdout)) : missing(failure, firstLine(outcome));
  },
};
