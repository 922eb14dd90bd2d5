import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const size = (name: string, timeout: number, parallel: boolean) => ({
  test: {
    name,
    root: new URL('../..', import.meta.url).pathname,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeout,
    hookTimeout: timeout,
    fileParallelism: parallel,
  },
});

/** Unit tests run side by side; the two larger sizes share real resources and run one file after another. */
export default defineConfig({
  test: {
    disableConsoleIntercept: true,
    globalSetup: fileURLToPath(new URL('temporary-folder.ts', import.meta.url)),
    projects: [size('unit', 60_000, true), size('e2e', 600_000, false), size('torture', 1_200_000, false)],
  },
});
