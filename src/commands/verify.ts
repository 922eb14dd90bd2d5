import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { verifyExit } from '../cli/verify-exit.ts';
import { verifyFlags } from '../cli/verify-flags.ts';
import { verifyNext } from '../cli/verify-next.ts';
import { inventory } from '../hardware/inventory.ts';
import { placeOf } from '../install/environment/place.ts';
import { environmentFindings } from '../install/wholeness/files-finding.ts';
import { judgePolicy } from '../policy/judge-policy.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { verify } from '../proof/verify.ts';

export default class Verify extends BaseCommand {
  static override summary = 'Prove on which device the inference of this environment runs.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --device-id 0 --json',
    '<%= config.bin %> <%= command.id %> --device-id GPU.1 --require gpu',
    '<%= config.bin %> <%= command.id %> --depth torch',
  ];

  static override flags = verifyFlags;

  protected async answer(): Promise<Answered> {
    const { flags } = await this.parse(Verify);
    const policy = await readPolicy({ file: flags.config ?? null, dir: flags.dir, cwd: this.system.cwd });
    const seen = inventory(this.system);
    const looked = verify({
      system: this.system,
      dir: flags.dir,
      venv: flags.venv ?? null,
      device: flags['device-id'] ?? policy?.device ?? null,
      depth: flags.depth,
      engine: flags.engine,
      witness: flags.witness ?? null,
      model: modelOf(flags.model, flags['cache-dir']),
      require: flags.require ?? policy?.require ?? null,
      facts: seen,
      emit: this.emit,
    });
    // The files are compared while the child of the proof imports what it needs.
    const before = environmentFindings(placeOf(flags, this.system), this.system);
    const [facts, { environment, ...verified }, whole] = await Promise.all([seen, looked, before]);
    const found = [...whole, ...verified.findings];
    const findings = [
      ...found,
      ...judgePolicy(policy, { proof: verified.proof, environment, findings: found }),
    ];
    const exitCode = verifyExit(verified.proof.verdict, findings, flags.strict ? 'strict' : 'lenient');
    const next = verifyNext({ ...verified, environment }, facts, flags.engine);
    return { ...verified, facts, findings, ...(environment === null ? {} : { environment }), next, exitCode };
  }
}

function modelOf(file: string | undefined, cacheDir: string | undefined) {
  return file === undefined || cacheDir === undefined ? null : { file, cacheDir };
}
