import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Finding, finding, remedy } from '../../findings/finding.ts';
import type { Emit } from '../../install/plan.ts';
import { type ResolvedDevices, resolveDevices } from '../../sdnext/resolve-devices.ts';
import { listSetting, readSettings, type Settings, settingOf } from '../../sdnext/settings/settings.ts';
import type { System } from '../../system/system.ts';
import { canonical } from '../channels/execution-devices.ts';
import { identityOf } from '../device/identity.ts';
import { nvidiaCards } from '../device/nvidia-cards.ts';
import { preferredBy } from '../device/preferred.ts';
import type { RungResult } from '../proof.ts';
import type { Proven } from '../prove-environment.ts';
import { rungFinding } from '../rung-finding.ts';
import type { Target } from '../runtime/judge-smoke.ts';
import { luidOf } from '../sampling/gpu-engines.ts';
import { step } from '../step.ts';
import { proveBridge } from './prove-bridge.ts';
import { liftedWeights, type Rung } from './prove-torch.ts';

const BACKEND = ['modules', 'intel', 'openvino', '__init__.py'] as const;

type SdnextWish = { readonly system: System; readonly dir: string; readonly emit: Emit };

/** The backend file of the checkout in `dir`, or null where there is none. */
export async function sdnextBackend(system: System, dir: string): Promise<string | null> {
  const file = join(resolve(system.cwd, dir), ...BACKEND);
  return (await stat(file).catch(() => null))?.isFile() ? file : null;
}

/**
 * The third rung: SD.Next's own backend from the checkout, with its settings and its own choice of device.
 * `first` is the first rung, for what OpenVINO lists; `file` is the backend.
 */
export async function proveSdnext(
  wish: SdnextWish,
  subject: { readonly python: string; readonly file: string },
  first: Proven,
): Promise<Rung> {
  const settings = await readSettings({
    dir: resolve(wish.system.cwd, wish.dir),
    env: wish.system.env,
    args: [],
  });
  const configured = listSetting(settings, 'openvino_devices') ?? [];
  const choice = resolveDevices(
    configured,
    first.list.devices.map(({ name }) => name),
  );
  const idle = notCompiled(settings);
  const rung =
    idle === null
      ? await step(wish.emit, 'sdnext', () =>
          proveBridge(wish.system, {
            python: subject.python,
            bridge: 'sdnext',
            device: choice.device,
            target: targetOf(configured, choice, first),
            sdnext: { file: subject.file, settings: childSettings(settings, configured) },
          }),
        )
      : eager(idle);
  return {
    rung,
    findings: [rungFinding(rung, wish.system), ...liftedWeights(rung), ...other(choice, first)],
  };
}

/** What the settings name must own the work; a name that SD.Next drops in silence is then missing from it. */
function targetOf(configured: readonly string[], choice: ResolvedDevices, { list, chosen }: Proven): Target {
  const identities = list.devices.map(identityOf);
  return {
    expected: configured.map(canonical),
    preferred: configured.length === 0 ? preferredBy(choice.device, identities) : [],
    cards: Object.fromEntries(identities.map(({ device, pci }) => [canonical(device), pci])),
    luids: Object.fromEntries(identities.map(({ device, luid }) => [canonical(device), luidOf(luid)])),
    nvidia: nvidiaCards(identities),
    caps: chosen?.target.caps ?? [],
  };
}

function childSettings(settings: Settings, configured: readonly string[]) {
  return {
    openvino_devices: configured,
    openvino_accuracy: settingOf(settings, 'openvino_accuracy'),
    openvino_disable_model_caching: settingOf(settings, 'openvino_disable_model_caching'),
    openvino_disable_memory_cleanup: settingOf(settings, 'openvino_disable_memory_cleanup'),
    cuda_compile_backend: settingOf(settings, 'cuda_compile_backend'),
    // In the private folder the child runs in: the user's own cache is left alone.
    openvino_cache_path: 'cache',
  };
}

/** The setting for which SD.Next never hands a model to OpenVINO, or null. */
function notCompiled(settings: Settings): string | null {
  const parts = settingOf(settings, 'cuda_compile');
  const backend = settingOf(settings, 'cuda_compile_backend');
  if (Array.isArray(parts) && !parts.includes('Model'))
    return 'The setting cuda_compile leaves the model out: SD.Next runs it in torch on the CPU.';
  if (backend !== 'openvino_fx')
    return `The setting cuda_compile_backend is ${JSON.stringify(backend)}: SD.Next does not use OpenVINO with it.`;
  return null;
}

function eager(reason: string): RungResult {
  return {
    rung: 'sdnext',
    engine: 'python',
    verdict: 'contradicted',
    device: 'CPU',
    channels: [],
    reasons: [reason],
    timings: null,
    versions: {},
  };
}

function other({ device, missing }: ResolvedDevices, { proof }: Proven): readonly Finding[] {
  const resolved = proof.device.resolved;
  const same = device === 'AUTO' || resolved === null || canonical(device) === resolved;
  if (missing.length === 0 && same) return [];
  const found =
    missing.length > 0
      ? `Its setting openvino_devices names ${missing.join(', ')}, which OpenVINO does not list; it uses ${device}.`
      : `Its setting openvino_devices makes it use ${device}; ${resolved} was tried.`;
  return [
    finding({
      id: 'inference.sdnext-device',
      group: 'inference',
      status: missing.length > 0 ? 'fail' : 'warn',
      title: 'SD.Next uses another device here',
      found,
      need: 'A setting that names a listed device.',
      remedy: remedy('Let sdn repair the setting.', 'sdn doctor --fix'),
    }),
  ];
}
