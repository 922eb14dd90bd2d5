// The arguments of programs/bare_runtime.py for the network that sdn's own proof runs.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawChallenge } from '../../../src/proof/runtime/run-smoke.ts';
import { writeSmoke } from '../../../src/proof/runtime/smoke-files.ts';

const PROGRAM = fileURLToPath(new URL('../programs/bare_runtime.py', import.meta.url));
/** As `LOOP_SECONDS` of src/proof/prove-environment.ts. */
const SECONDS = { small: '0.6', full: '2' };

/** `size` as in the proof: `full` for `verify`, `small` for an installation; `parts` are imported as well. */
export async function bareRun(folder, size, parts = []) {
  const own = join(folder, `bare-${size}`);
  mkdirSync(own, { recursive: true });
  const paths = await writeSmoke(own, drawChallenge(size));
  const files = ['--model', paths.model, '--weights', paths.weights, '--inputs', ...paths.inputs];
  const how = ['--seconds', SECONDS[size], ...(size === 'full' ? ['--cached'] : [])];
  return ['-I', PROGRAM, ...how, ...(parts.length === 0 ? [] : ['--parts', ...parts]), ...files];
}
