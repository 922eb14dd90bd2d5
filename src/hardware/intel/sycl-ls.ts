import { found, missing, type Probe } from '../probe.ts';
import { failureOf, firstLine, runTool, toolPath } from '../tool.ts';

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
      deviceId: /\[0x([0-9a-f]{4})\]/i.exec(name)?.[1]?.toLowerCase() ?? null,
    },
  ];
}

/** GPUs in `clinfo -l`: devices below a platform whose name ends in "Graphics" or names no processor. */
export function parseClinfoList(text: string): readonly SyclDevice[] {
  const names = [...text.matchAll(/^\s*.-- Device #\d+: (.+)$/gm)].map(([, name = '']) => name.trim());
  return names
    .filter((name) => !/\bCPU\b|Core\(TM\)|Xeon|Ryzen|EPYC|Processor/.test(name))
    .map((name) => ({
      backend: 'opencl',
      name,
      version: null,
      ip: null,
      deviceId: /\[0x([0-9a-f]{4})\]/i.exec(name)?.[1]?.toLowerCase() ?? null,
    }));
}

/** What the SYCL runtime sees; only asked where there is an Intel device to ask about. */
export const syclProbe: Probe<readonly SyclDevice[]> = {
  id: 'sycl-ls',
  read: async (system) => {
    const path = await toolPath(system, 'sycl-ls', ['/opt/intel/oneapi/compiler/latest/bin']);
    if (path === null) return missing('absent');
    const outcome = await runTool(system, path, ['--ignore-device-selectors']);
    const failure = failureOf(outcome);
    return failure === null ? found(parseSyclLs(outcome.stdout)) : missing(failure, firstLine(outcome));
  },
};
