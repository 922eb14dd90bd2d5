import { found, missing, type Probe } from '../probe.ts';
import type { SeenGpu } from '../seen.ts';
import { failureOf, firstLine, runTool, toolPath } from '../tool.ts';

export type RocmInfo = { readonly wsl: boolean; readonly gpus: readonly SeenGpu[] };

const KIB = 1024;

/** Agents of `rocminfo` that are GPUs. The ISA below an agent repeats its name and is not another one. */
export function parseRocminfo(text: string): RocmInfo {
  const agents = text.split(/^Agent \d+\s*$/m).slice(1);
  return { wsl: /^WSL environment detected/m.test(text), gpus: agents.flatMap(agentGpu) };
}

function agentGpu(agent: string): readonly SeenGpu[] {
  const gfx = /^gfx[0-9a-f]+/.exec(field(agent, 'Name') ?? '')?.[0];
  if (gfx === undefined) return [];
  const deviceId = /\(0x([0-9a-f]{4})\)/i.exec(field(agent, 'Chip ID') ?? '')?.[1];
  const size = /Segment:\s+GLOBAL[^\n]*\n\s+Size:\s+(\d+)/.exec(agent)?.[1];
  const name = field(agent, 'Marketing Name');
  return [
    {
      vendor: 'amd',
      vendorId: '1002',
      gfx,
      ...(name === null ? {} : { name }),
      ...(deviceId === undefined ? {} : { deviceId: deviceId.toLowerCase() }),
      ...(size === undefined ? {} : { vramBytes: Number(size) * KIB }),
      ...(/\bAPU\b/.test(field(agent, 'Memory Properties') ?? '') ? { integrated: true } : {}),
      ...addressOf(agent),
    },
  ];
}

/** BDFID is bus, device and function in one number; the domain stands apart. */
function addressOf(agent: string): { pci?: string } {
  const bdf = Number(field(agent, 'BDFID') ?? '0');
  if (!Number.isInteger(bdf) || bdf <= 0) return {};
  const domain = Number(field(agent, 'Domain') ?? '0') || 0;
  const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');
  return { pci: `${hex(domain, 4)}:${hex(bdf >> 8, 2)}:${hex((bdf >> 3) & 31, 2)}.${bdf & 7}` };
}

function field(agent: string, name: string): string | null {
  const value = new RegExp(`^ {2}${name}:[ \\t]*(.*)$`, 'm').exec(agent)?.[1]?.trim();
  return value === undefined || value === '' ? null : value;
}

/** What the ROCm runtime itself sees, in WSL2 the only witness of an AMD card. */
export const rocminfoProbe: Probe<RocmInfo> = {
  id: 'rocminfo',
  read: async (system) => {
    const path = await toolPath(system, 'rocminfo', ['/opt/rocm/bin']);
    if (path === null) return missing('absent');
    const outcome = await runTool(system, path, []);
    const failure = failureOf(outcome);
    if (failure !== null) return missing(failure, firstLine(outcome));
    return outcome.stdout.includes('HSA')
      ? found(parseRocminfo(outcome.stdout))
      : missing('garbage', firstLine(outcome));
  },
};
