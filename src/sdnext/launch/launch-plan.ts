import { relative } from 'node:path';
import { shellWord } from '../../findings/shell-word.ts';
import type { Plan, PlanStep } from '../../install/plan.ts';
import type { Variant } from '../../variants/decision.ts';
import type { EnvironmentView } from '../environment/environment-view.ts';
import type { Settings } from '../settings/settings.ts';
import { keptPins, type PinFile } from './constraints.ts';
import type { DeviceChoice } from './device-setting.ts';
import type { LaunchEnv } from './launch-env.ts';

/** What a start will be: a program, its arguments and environment, and the change of a setting before it. */
export type Launch = {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: LaunchEnv;
  readonly pins: { readonly constraints: PinFile; readonly overrides: PinFile };
  readonly device: DeviceChoice | null;
  readonly settings: Settings;
};

/** What SD.Next wants at every start, by variant. CUDA, MPS and the CPU are taken without a flag. */
const EVERY_START: Readonly<Partial<Record<Variant, string>>> = {
  openvino: '--use-openvino',
  directml: '--use-directml',
  zluda: '--use-zluda',
  rocm: '--use-rocm',
  xpu: '--use-ipex',
};

type Parts = {
  readonly variant: Variant | null;
  readonly device: DeviceChoice | null;
  readonly passed: readonly string[];
};

/** The arguments of Python: the launcher, the flag of the variant, the device, then what the user passes. */
export function launchArgs({ variant, device, passed }: Parts): readonly string[] {
  const flag = variant === null ? undefined : EVERY_START[variant];
  const chosen = device?.kind === 'argument' ? device.args : [];
  return ['launch.py', ...(flag === undefined ? [] : [flag]), ...chosen, ...passed];
}

/** The start as a plan: command, environment, and what changes in the settings. */
export function launchPlan(launch: Launch, environment: EnvironmentView, platform: NodeJS.Platform): Plan {
  const { file, args, cwd, env, device } = launch;
  const command = [file, ...args].map((word) => shellWord(word, platform)).join(' ');
  const steps: PlanStep[] = [
    ...settingStep(launch),
    constraintsStep(launch, environment),
    { id: 'folder', title: 'Folder', detail: cwd },
    { id: 'environment', title: 'Environment', detail: environment.path },
    ...variables(env),
    { id: 'command', title: 'Command', detail: command },
  ];
  return { schema: 'sdn.plan/1', steps: device === null ? steps : [...steps, deviceStep(device)] };
}

function settingStep({ device, settings }: Launch): readonly PlanStep[] {
  if (device?.kind !== 'setting') return [];
  const change =
    device.value === undefined
      ? 'take openvino_devices out'
      : `openvino_devices = ${JSON.stringify(device.value)}`;
  return [
    {
      id: 'settings',
      title: 'Settings',
      detail: `${change} in ${settings.path}, old content kept in .sdn/backup`,
    },
  ];
}

function constraintsStep({ cwd, pins }: Launch, environment: EnvironmentView): PlanStep {
  const { path, content } = pins.constraints;
  const kept = keptPins(environment);
  const others = content.split('\n').filter((line) => line.includes('==')).length - kept.length;
  const also = others === 0 ? '' : ` and ${others} pins of SD.Next`;
  return {
    id: 'constraints',
    title: 'Constraints',
    detail: `${relative(cwd, path)}: ${kept.join(', ')}${also}`,
  };
}

function variables({ set, removed }: LaunchEnv): readonly PlanStep[] {
  const shown = Object.entries(set).filter(([name]) => name !== 'PATH' && name !== 'LD_LIBRARY_PATH');
  const detail = shown.map(([name, value]) => `${name}=${value}`).join(' ');
  const without = removed.length === 0 ? '' : `; without ${removed.join(', ')}`;
  return [{ id: 'variables', title: 'Variables', detail: `${detail}${without}` }];
}

function deviceStep(device: DeviceChoice): PlanStep {
  return { id: 'device', title: 'Device', detail: device.device };
}
