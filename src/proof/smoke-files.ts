import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Smoke, smokeInput } from './smoke/network.ts';

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
    await writeFile(path, littleEndian(smokeInput(smoke.size, number).values));
    return path;
  });
  return { model, weights, inputs: await Promise.all(inputs) };
}

function littleEndian(values: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, at) => {
    view.setFloat32(at * 4, value, true);
  });
  return new Uint8Array(view.buffer);
}
