import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdn, sdnJson } from '../fixtures/sdn.ts';
import { changeSettings, type RealCheckout, realCheckout } from '../fixtures/sdnext-checkout.ts';
import { makeImage, startServer } from '../fixtures/sdnext-server.ts';

const checkout = process.env.SDN_TEST_SDNEXT ?? '';
const name =
  checkout === ''
    ? 'a real SD.Next server (skipped: set SDN_TEST_SDNEXT to a checkout)'
    : 'a real SD.Next server';
const LONG_MS = 1_800_000;

/** Starts it, asks for images, ends it; then what the witness and the log say of that session. */
async function session(dir: string, args: readonly string[], images: number) {
  const recording = join(dir, 'session.jsonl');
  const server = await startServer(dir, [...args, '--witness', recording]);
  const made: number[] = [];
  for (let seed = 1; seed <= images; seed += 1) made.push(await makeImage(server.url, seed));
  const exitCode = await server.end();
  const { code, document } = await sdnJson(['verify', '--dir', dir, '--witness', recording]);
  const { log } = (await sdnJson(['doctor', '--dir', dir, '--log'])).document;
  const told = document.findings.find(({ id }: { id: string }) => id === 'inference.session')?.found;
  return { made, exitCode, log, told, judged: [code, document.proof.verdict] };
}

async function backendPackages(dir: string): Promise<readonly string[]> {
  const { stdout } = await sdn(['launch', '--dir', dir, '--dry-run', '--json']);
  const { detail } = JSON.parse(stdout).plan.steps.find(({ id }: { id: string }) => id === 'constraints');
  return detail.match(/\b(?:torch|torchvision|openvino)==\S+?(?=,| |$)/g);
}

describe.skipIf(checkout === '')(name, () => {
  let real: RealCheckout;
  beforeAll(async () => {
    real = await realCheckout(checkout);
    changeSettings(real.dir, { sd_model_checkpoint: 'tiny' });
  }, LONG_MS);
  afterAll(() => real?.remove());

  test(
    'installs its own packages, leaves torch and OpenVINO, and makes images that OpenVINO computed',
    async () => {
      const before = await backendPackages(real.dir);
      const { made, exitCode, log, told, judged } = await session(real.dir, [], 2);
      expect([made, exitCode]).toEqual([[1, 1], 0]);
      expect(told).toBe(
        '2 images, 1 compilation, 8 inferences, all on CPU. torch decoded the images (VAE) on the CPU.',
      );
      expect(judged).toEqual([0, 'reported']);
      expect(log).toMatchObject({ backend: 'openvino', requested: 'openvino', acceleratorInUse: false });
      expect(before).toHaveLength(3);
      expect(await backendPackages(real.dir)).toEqual(before);
    },
    LONG_MS,
  );

  test(
    'computes on the device that --device-id names, at its second start too',
    async () => {
      const { made, exitCode, log, told } = await session(real.dir, ['--device-id', '0'], 1);
      expect([made, exitCode]).toEqual([[1], 0]);
      expect(told).toContain('1 image, 1 compilation, 4 inferences, all on CPU.');
      expect(log).toMatchObject({ backend: 'openvino', device: 'CPU', acceleratorInUse: false });
    },
    LONG_MS,
  );

  test('leaves an environment that install takes for whole and does not build again', async () => {
    const { code, document } = await sdnJson(['install', '--use-openvino', '--dir', real.dir, '--dry-run']);
    expect([code, document.findings[0].id, document.findings[0].status]).toEqual([
      0,
      'packages.whole',
      'pass',
    ]);
  });

  test(
    'is found out where its settings keep the model from OpenVINO, although it logs that backend',
    async () => {
      changeSettings(real.dir, { cuda_compile: [] });
      const { made, told, judged, log } = await session(real.dir, [], 1);
      expect(made).toEqual([1]);
      expect(told).toContain('1 image, 0 compilations, 0 inferences');
      expect(judged).toEqual([3, 'contradicted']);
      expect(log).toMatchObject({
        backend: 'openvino',
        problems: expect.arrayContaining(['compile-not-enabled']),
      });
    },
    LONG_MS,
  );
});
