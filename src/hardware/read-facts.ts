import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../findings/failure.ts';
import { errorCode } from '../system/files.ts';
import type { System } from '../system/system.ts';
import type { Facts } from './facts.ts';
import { MOST_BYTES, parseFacts } from './parse-facts.ts';

/** Facts from a file. Throws `Failure` (usage) where it cannot be read or does not hold facts. */
export async function readFacts(path: string, system: System): Promise<Facts> {
  return parseFacts(await textOf(resolve(system.cwd, path), path), path);
}

async function textOf(path: string, named: string): Promise<string> {
  const file = await open(path).catch((error: unknown) => {
    throw unreadable(named, error);
  });
  try {
    const { size } = await file.stat();
    if (size > MOST_BYTES) throw tooLarge(named);
    return await file.readFile('utf8');
  } catch (error) {
    throw error instanceof Failure ? error : unreadable(named, error);
  } finally {
    await file.close();
  }
}

function unreadable(path: string, error: unknown): Failure {
  const why = errorCode(error) ?? 'it cannot be read';
  return new Failure({
    kind: 'usage',
    code: 'facts-unreadable',
    found: `${path}: ${why}.`,
    need: 'A file of facts, as sdn detect --json prints them.',
    fix: ['sdn detect --json --output facts.json'],
  });
}

function tooLarge(path: string): Failure {
  return new Failure({
    kind: 'usage',
    code: 'bad-facts',
    found: `${path} is larger than 16 MiB.`,
    need: 'A file of facts about one machine.',
  });
}
