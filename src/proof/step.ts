import type { Emit } from '../install/plan.ts';

const TITLES = {
  devices: 'Ask which devices there are',
  runtime: 'Run the smoke network',
  torch: 'Run it through torch.compile',
  sdnext: "Run it through SD.Next's own backend",
} as const;

/** Does one part of a proof and says when it starts and ends. */
export async function step<Result>(
  emit: Emit | undefined,
  id: keyof typeof TITLES,
  work: () => Promise<Result>,
): Promise<Result> {
  const told = { t: 'step', id, title: TITLES[id], detail: null } as const;
  emit?.({ ...told, state: 'start' });
  try {
    const result = await work();
    emit?.({ ...told, state: 'done' });
    return result;
  } catch (error) {
    emit?.({ ...told, state: 'failed' });
    throw error;
  }
}
