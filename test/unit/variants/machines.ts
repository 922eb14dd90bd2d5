import { readdirSync, readFileSync } from 'node:fs';
import type { Facts } from '../../../src/hardware/facts.ts';
import { parseFacts } from '../../../src/hardware/parse-facts.ts';
import type { Variant } from '../../../src/variants/decision.ts';
import type { Request } from '../../../src/variants/request.ts';

const MACHINES = new URL('../../fixtures/machines/', import.meta.url);
const EXPECTED = new URL('../../golden/detect/expected.json', import.meta.url);

/** What a person says a machine must get, from the rules and not from running the code. */
export type Expected = {
  readonly rows: readonly (number | string)[];
  readonly request: Variant | null;
  readonly variant: Variant | null;
  readonly index: string | null;
  readonly torch: string | null;
  readonly deviceId: string | null;
  readonly pci: string | null;
  readonly env: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
  readonly exit: number;
};

/** Machine names: `amd-780m`, and `amd-780m@rocm` for the same machine with a variant asked for. */
export const expectations: readonly (readonly [string, Expected])[] = Object.entries(
  JSON.parse(readFileSync(EXPECTED, 'utf8')) as Record<string, Expected>,
);

export const machineNames: readonly string[] = readdirSync(MACHINES).map((name) =>
  name.replace(/\.json$/, ''),
);

export function machine(name: string): Facts {
  return parseFacts(readFileSync(fileOf(name), 'utf8'), name);
}

function fileOf(name: string): URL {
  return new URL(`${name.split('@')[0]}.json`, MACHINES);
}

export function requestFor({ request }: Expected): Request {
  return { variant: request, index: null, torchSpec: null };
}
