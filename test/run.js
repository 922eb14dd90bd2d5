// `npm test`: build, check, then every size of test. Ends with a line of its own: `N passed, N failed`.
// Arguments go to vitest: `npm test -- --project unit`, `npm test -- test/unit/wrap.test.ts`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function run(program, args) {
  const child = spawnSync(process.execPath, [join(root, program), ...args], { cwd: root, stdio: 'inherit' });
  return child.status ?? 1;
}

function suite(args) {
  const folder = mkdtempSync(join(tmpdir(), 'sdn-test-'));
  const file = join(folder, 'results.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const status = run('node_modules/vitest/vitest.mjs', [
    'run',
    '--config',
    'test/config/vitest.config.ts',
    ...reporters,
    ...args,
  ]);
  const results = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true });
  return { status, results };
}

const prepared = [
  ['bin/build.js', []],
  ['node_modules/typescript/bin/tsc', ['-p', 'src/tsconfig.json']],
  ['node_modules/typescript/bin/tsc', ['-p', 'test/tsconfig.json']],
  [
    'node_modules/@biomejs/biome/bin/biome',
    [
      'check',
      '--config-path=test/config',
      'src',
      'bin',
      'test/run.js',
      'test/unit',
      'test/e2e',
      'test/torture',
      'test/bench',
    ],
  ],
  ['node_modules/knip/bin/knip.js', ['--config', 'test/config/knip.json']],
];
const broken = prepared.find(([program, args]) => run(program, args) !== 0);
if (broken) {
  process.stdout.write(`${broken[0]} failed; no test was run\n0 passed, 1 failed\n`);
  process.exitCode = 1;
} else {
  const { status, results } = suite(process.argv.slice(2));
  // A suite that cannot be loaded holds no failed test, yet has failed.
  const failed = Math.max(results.numFailedTests, results.numFailedTestSuites > 0 ? 1 : 0);
  const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
  process.stdout.write(`${results.numPassedTests} passed, ${failed} failed${skipped}\n`);
  process.exitCode = status;
}
