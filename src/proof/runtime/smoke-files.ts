import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Smoke, smokeInput } from '../smoke/network.ts';

export type SmokePaths = {
  readonly model: string;
  readonly weights: string;
  readonly inputs: readonly string[];
};

type Drawn = {
  readonly smoke: Smoke;
  /** Which inputs, in which order. */
  readonly inputs: readonly number[];
};

/** Writes the network and its inputs where a child program can read them. */
export async function writeSmoke(folder: string, { smoke, inputs: numbers }: Drawn): Promise<SmokePaths> {
  const [model, weights] = [join(folder, 'smoke.xml'), join(folder, 'smoke.bin')];
  await Promise.all([writeFile(model, smoke.xml), writeFile(weights, smoke.bin)]);
  const inputs = numbers.map(async (number) => {
    const path = join(folder, `input-${number}.bin`);
    // Node runs on little-endian processors only, as the probes expect.
    await writeFile(path, smokeInput(smoke.size, number).values);
    return path;
  });
  return { model, weights, inputs: await Promise.all(inputs) };
}
