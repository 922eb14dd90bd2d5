import type { Command, Outcome, Run } from '../../../src/system/run.ts';
import type { System } from '../../../src/system/system.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';

/** A machine whose one child answers with recorded content, through the protocol of the probes. */
export function machineWhoseChildSays(answer: unknown, end: Partial<Outcome> = {}): System {
  const run: Run = async (command) => {
    const nonce = await asked(command);
    for (const name of ['loop', 'loop-done'])
      command.onLine?.('stdout', `@sdn ${nonce} ready ${JSON.stringify(name)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (answer !== undefined) command.onLine?.('stdout', `@sdn ${nonce} result ${JSON.stringify(answer)}`);
    return { status: 'exited', exitCode: 0, signal: null, stdout: '', stderr: '', ms: 1, ...end };
  };
  return { ...thisMachine(new AbortController().signal), run };
}

/** The nonce of the request that the parent writes to its child. */
async function asked(command: Command): Promise<string> {
  const request = Promise.withResolvers<string>();
  command.onStart?.({ pid: process.pid, write: (text) => request.resolve(text) });
  return /"nonce":"(\w+)"/.exec(await request.promise)?.[1] ?? '';
}
