import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../findings/failure.ts';
import { errorCode } from '../system/files.ts';
import type { System } from '../system/system.ts';
import type { Facts } from './facts.ts';
import { MOST_BYTES, parseFacts } from './parse-facts.ts';

/** Facts from a file, or from standard input where the path is `-`. Throws `Failure` (usage) where it cannot be read or does not hold facts. */
export async function readFacts(path: string, system: System): Promise<Facts> {
  const file = path === '-' ? '/dev/stdin' : resolve(system.cwd, path);
  return parseFacts(await textOf(file, path), path);
}

async function textOf(path: string, named: string): Promise<string> {
  const file = await open(path).catch((error: unknown) => {
    throw unreadable(named, error);
  });
  try {
    const bytes = await upTo(MOST_BYTES + 1, file);
    if (bytes.length > MOST_BYTES) throw tooLarge(named);
    return bytes.toString('utf8');
  } catch (error) {
    throw error instanceof Failure ? error : unreadable(named, error);
  } finally {
    await file.close();
  }
}

/** A pipe or a device has no size beforehand, and perhaps no end. */
async function upTo(limit: number, file: FileHandle): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of file.createReadStream({ end: limit - 1, autoClose: false }))
    chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
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
