import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../src/checks/registry.ts';
import type { Subject } from '../../../src/checks/subject.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { runChecks } from '../../../src/findings/run-checks.ts';
import {
  checkout,
  configured,
  environment,
  facts,
  good,
  machine,
  packages,
  settings,
  started,
} from './subjects.ts';

const GIGABYTE = 1024 ** 3;
const rocm = {
  ...packages({ torch: '2.13.0+rocm7.2', openvino: undefined }),
  switches: started({ SD_USEROCM: '1' }),
};
const cuda = { ...packages({ torch: '2.13.0+cu132', openvino: undefined }), switches: started({}) };

/** For each check, something that is wrong; where the good subject does not reach it, also one that is right. */
const CASES: Readonly<Record<string, { readonly bad: Partial<Subject>; readonly good?: Partial<Subject> }>> =
  {
    'system.environment': { bad: { environment: { ...environment, kind: 'nothing' } } },
    'system.memory': { bad: { machine: { ...machine, memoryBytes: 6 * GIGABYTE } } },
    'system.disk': { bad: { machine: { ...machine, freeBytes: 2 * GIGABYTE } } },
    'system.path': { bad: { dir: '/home/user/One Drive/.hidden/sdnext' } },
    'system.venv-location': { bad: { environment: { ...environment, path: '/srv/sdnext/venv-openvino' } } },
    'system.sdnext-version': { bad: { checkout: { ...checkout, date: '2025-02-01' } } },
    'driver.fit': {
      bad: {
        facts: { ...facts, os: { ...facts.os, platform: 'darwin', arch: 'arm64' } },
        switches: started({ SD_USECUDA: '1' }),
      },
    },
    'driver.container-devices': {
      bad: { machine: { ...machine, container: true, renderNodes: [] } },
      good: { machine: { ...machine, container: true } },
    },
    'driver.render-access': {
      bad: {
        machine: { ...machine, renderNodes: [{ path: '/dev/dri/renderD128', usable: false, gid: 993 }] },
      },
    },
    'driver.intel-runtime': { bad: { machine: { ...machine, openclDrivers: ['nvidia.icd'] } } },
    'driver.kernel': { bad: { machine: { ...machine, kernel: '5.4.0-generic' } } },
    'driver.rocm-devices': { bad: { ...rocm, machine: { ...machine, kfd: null } }, good: rocm },
    'driver.rocm-version': {
      bad: {
        ...packages({ torch: '2.0.1+rocm5.4.2', openvino: undefined }),
        switches: started({ SD_USEROCM: '1' }),
      },
      good: rocm,
    },
    'driver.cuda': { bad: { ...cuda, machine: { ...machine, nvidiaDriver: '470.57.02' } }, good: cuda },
    'python.version': { bad: python({ version: '3.14.0' }) },
    'python.interpreter': { bad: python({ homeExists: false, home: '/opt/python3.12/bin' }) },
    'python.bootstrap': { bad: packages({ setuptools: '82.0.0' }) },
    'packages.torch': { bad: packages({ torchvision: undefined }) },
    'packages.torch-variant': { bad: packages({ torch: '2.11.0+cu130' }) },
    'packages.torch-pair': { bad: packages({ torchvision: '0.28.0' }) },
    'packages.torch-too-new': { bad: packages({ torch: '2.13.0+cpu', torchvision: '0.28.0' }) },
    'packages.openvino-version': { bad: packages({ openvino: '2025.4.1' }) },
    'packages.checkout-pins': { bad: packages({ torch: '2.9.1+cpu', torchvision: '0.24.1' }) },
    'packages.own-table': { bad: pinned('2027.0.0') },
    'packages.unstable-pin': { bad: pinned('2023.1.0.dev20230811') },
    'packages.foreign': { bad: packages({ 'nvidia-cublas-cu12': '12.1', 'torch-directml': '0.2.4' }) },
    'packages.whole': {
      bad: {
        environment: {
          ...environment,
          damaged: ['openvino 2026.2.1: of 937 files 923 missing (openvino/_pyopenvino.so)'],
        },
      },
    },
    'packages.variant-eol': {
      bad: { ...packages({ 'torch-directml': '0.2.4.dev240913', torch: '2.4.1' }), switches: started({}) },
      good: cuda,
    },
    'settings.readable': { bad: { settings: { ...settings, state: 'unreadable', why: 'it is not JSON' } } },
    'settings.device-list': { bad: configured({ openvino_devices: 'GPU' }) },
    'settings.device-names': {
      bad: { ...configured({ openvino_devices: ['GPU', 'CPU'] }), devices: ['CPU', 'GPU.0', 'GPU.1'] },
    },
    'settings.device-auto': { bad: configured({}) },
    'settings.accuracy': { bad: configured({ openvino_devices: ['GPU'] }) },
    'settings.hetero-accuracy': {
      bad: configured({ openvino_devices: ['GPU', 'CPU'], openvino_accuracy: 'accuracy' }),
    },
    'settings.compile': { bad: configured({ cuda_compile: [] }) },
    'settings.compile-backend': { bad: configured({ cuda_compile_backend: 'openvino' }) },
    'settings.compile-options': { bad: configured({ cuda_compile_options: ['repeated', 'dynamic'] }) },
    'settings.offload': { bad: configured({ diffusers_offload_mode: 'balanced' }) },
    'settings.model-caching': { bad: configured({ openvino_disable_model_caching: false }) },
    'settings.cache-size': { bad: { cacheBytes: 65 * GIGABYTE } },
    'launch.flags-conflict': {
      bad: { switches: started({ SD_USEOPENVINO: 'true', COMMANDLINE_ARGS: '--use-cuda' }) },
    },
    'launch.env-false': {
      bad: {
        switches: started({ SD_USEOPENVINO: 'false' }, { modern: false }),
        checkout: { ...checkout, date: '2025-01-01' },
      },
    },
    'launch.openvino-implicit': { bad: { switches: started({ COMMANDLINE_ARGS: '--use-openvino=false' }) } },
    'launch.torch-command': { bad: { switches: started({ TORCH_COMMAND: 'torch torchvision' }) } },
    'launch.device-id': {
      bad: { switches: started({ SD_USEOPENVINO: '1', COMMANDLINE_ARGS: '--device-id 1' }) },
    },
    'launch.user-script': { bad: { switches: started({}, { script: 'venv_dir=.venv-cuda' }) } },
    'launch.preload': {
      bad: { switches: started({ SD_USEOPENVINO: '1', LD_PRELOAD: 'libtcmalloc_minimal.so.4' }) },
    },
    'launch.reinstall-left': { bad: { switches: started({ SD_REINSTALL: 'true' }) } },
    'launch.root': { bad: { machine: { ...machine, root: true } } },
    'inference.last-proof': { bad: proven('contradicted'), good: proven('proven') },
    'inference.allocation-limit': { bad: {}, good: { devices: ['CPU'] } },
    'inference.last-log': {
      bad: { dir: new URL('../../fixtures/checkout-with-log', import.meta.url).pathname },
    },
  };

function python(more: Partial<Subject['environment']['python']>): Partial<Subject> {
  return { environment: { ...environment, python: { ...environment.python, ...more } } };
}

function pinned(openvino: string): Partial<Subject> {
  const { pins } = checkout;
  if (pins === null || pins.openvino === null) throw new Error('the fixture has pins');
  return { checkout: { ...checkout, pins: { ...pins, openvino: { ...pins.openvino, openvino } } } };
}

function proven(verdict: string): Partial<Subject> {
  const manifest = {
    schema: 'sdn.environment/1',
    variant: 'openvino',
    askedBy: 'flag',
    createdAt: '2026-11-01T10:00:00.000Z',
    sdn: '0.1.0',
    interpreter: { path: '/usr/bin/python3', version: '3.12.9' },
    pins: ['torch==2.11.0+cpu'],
    index: 'cpu',
    installer: { name: 'uv', version: '0.9' },
    installed: [],
    proof: { verdict, device: 'GPU', at: '2026-11-01T10:01:00.000Z', rung: 'runtime' },
  } as const;
  return {
    environment: {
      ...environment,
      kind: 'ours',
      manifest: { ...manifest, pins: [...manifest.pins], installed: [] },
    },
  };
}

/** A finding in a form of the tests' own, so that a golden file changes only when a check says something else. */
async function said(
  id: string,
  subject: Subject,
): Promise<{ readonly text: string; readonly worst: Finding['status'] }> {
  const findings = await runChecks(
    CHECKS.filter((each) => each.id === id),
    subject,
  );
  const worst = findings[0]?.status ?? 'unknown';
  return { text: `${findings.flatMap(lines).join('\n')}\n`, worst };
}

function lines({ status, title, found, need, remedy, evidence }: Finding): readonly string[] {
  const fix = remedy === null ? [] : [remedy.summary, ...remedy.commands];
  return [
    `${status}  ${title}`,
    ...(found === null ? [] : [`Found  ${found}`]),
    ...(need === null ? [] : [`Need   ${need}`]),
    ...fix.map((line) => `Fix    ${line}`),
    ...(remedy?.fixer ? [`Repair ${remedy.fixer}`] : []),
    ...evidence.map(({ source, value }) => `Seen   ${source}: ${value}`),
  ];
}

test('every check has an id of its own group, once', () => {
  const ids = CHECKS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, group } of CHECKS) expect(id.split('.')[0]).toBe(group);
});

describe.each(CHECKS.map(({ id }) => id))('%s', (id) => {
  const cases = CASES[id];

  test('says what is wrong, what is needed, and how to get there', async () => {
    if (cases === undefined) throw new Error(`${id} has no case; add one`);
    const { text, worst } = await said(id, { ...good, ...cases.bad });
    expect(['fail', 'warn', 'info']).toContain(worst);
    await expect(text).toMatchFileSnapshot(`../../golden/checks/${id}.bad.txt`);
  });

  test('is content with a sound subject', async () => {
    const { text, worst } = await said(id, { ...good, ...cases?.good });
    expect(['pass', 'info', 'skip']).toContain(worst);
    await expect(text).toMatchFileSnapshot(`../../golden/checks/${id}.good.txt`);
  });
});

test('a sound subject has neither failures nor warnings', async () => {
  const findings = await runChecks(CHECKS, good);
  expect(findings.filter(({ status }) => ['fail', 'warn', 'unknown'].includes(status))).toEqual([]);
});

test('without environment or checkout the checks that need one say so', async () => {
  const empty = {
    ...good,
    checkout: null,
    environment: { ...environment, kind: 'nothing', packages: {} } as const,
  };
  const findings = await runChecks(CHECKS, empty);
  expect(findings.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual([
    'system.environment',
  ]);
  expect(findings.find(({ id }) => id === 'python.version')?.status).toBe('skip');
  expect(findings.find(({ id }) => id === 'settings.readable')?.status).toBe('skip');
});

describe('a pin that is not installed is looked for on the package sources', () => {
  const look = (offered: readonly string[] | null) =>
    said('packages.unstable-pin', { ...good, ...pinned('2026.2.1'), offered });
  test('one that is there can be had', async () => {
    expect(await look(['2026.3.0', '2026.2.1'])).toMatchObject({ worst: 'pass' });
  });
  test('one that is gone is named, with the newest release instead', async () => {
    const { text, worst } = await look(['2026.4.0rc1', '2026.3.0']);
    expect(worst).toBe('warn');
    expect(text).toContain('Fix    echo openvino==2026.3.0 > pins.txt\n');
  });
  test('nothing follows from sources that did not answer', async () => {
    expect(await look(null)).toMatchObject({ worst: 'pass' });
  });
});

describe('what is to be taken out is named where it stands', () => {
  test('in webui-user.sh: the line, and no command that would not reach it', async () => {
    const switches = started({}, { script: 'export TORCH_COMMAND=torch\n' });
    const { text } = await said('launch.torch-command', { ...good, switches });
    expect(text).toContain('Fix    Take line 1 out of webui-user.sh.\n');
    expect(text).not.toContain('unset');
  });
  test('in the shell: the other arguments stay', async () => {
    const switches = started({ COMMANDLINE_ARGS: '--listen --reinstall --port 7861' });
    const { text } = await said('launch.reinstall-left', { ...good, switches });
    expect(text).toContain("Fix    export COMMANDLINE_ARGS='--listen --port 7861'\n");
  });
  test('an argument that is not exported is said to be lost', async () => {
    const switches = started({}, { script: 'COMMANDLINE_ARGS=--use-openvino\n' });
    const { text, worst } = await said('launch.user-script', { ...good, switches });
    expect(worst).toBe('warn');
    expect(text).toContain('sets COMMANDLINE_ARGS without export');
  });
});
