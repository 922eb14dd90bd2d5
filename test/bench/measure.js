// Wall time and peak memory of a child and everything it starts, baseline and candidate in turn.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * One command: `file`, `args`, `cwd`, `env`, `prepare`, which runs before every run outside the clock, and `gone`: a
 * path whose end stops the clock before the command ends.
 */
export async function compare({ baseline, candidate, runs }) {
  const samples = { baseline: [], candidate: [] };
  await once(baseline);
  await once(candidate);
  for (let at = 0; at < runs; at += 1) {
    samples.baseline.push(await once(baseline));
    samples.candidate.push(await once(candidate));
  }
  return {
    baseline: summary(samples.baseline),
    candidate: summary(samples.candidate),
    ratio: ratioOf(samples),
  };
}

async function once({ file, args, cwd, env, prepare, gone, codes = [0] }) {
  prepare?.();
  const started = performance.now();
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors = [];
  child.stderr.on('data', (chunk) => errors.push(chunk));
  const memory = watchMemory(child.pid);
  const until = gone === undefined ? null : whenGone(gone);
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const ms = (until === null ? performance.now() : await until) - started;
  if (!codes.includes(code))
    throw new Error(`${file} ${args.join(' ')} ended with ${code}: ${Buffer.concat(errors)}`);
  return { ms, peakBytes: memory.stop() };
}

/** The time at which nothing stands at `path` any more, looked at every millisecond. */
function whenGone(path) {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (existsSync(path)) return;
      clearInterval(timer);
      resolve(performance.now());
    }, 1);
  });
}

/** Linux only: the sum over the process tree, looked at every 5 ms; null elsewhere. */
function watchMemory(pid) {
  if (process.platform !== 'linux') return { stop: () => null };
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, treeBytes(pid));
  }, 5);
  return {
    stop: () => {
      clearInterval(timer);
      return peak || null;
    },
  };
}

function treeBytes(pid) {
  try {
    const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean);
    return own + children.reduce((sum, child) => sum + treeBytes(child), 0);
  } catch {
    return 0;
  }
}

function summary(samples) {
  const times = samples.map(({ ms }) => ms).sort((left, right) => left - right);
  const peaks = samples.map(({ peakBytes }) => peakBytes).filter((peak) => peak !== null);
  return {
    medianMs: round(middle(times)),
    leastMs: round(times[0]),
    mostMs: round(times.at(-1)),
    peakBytes: peaks.length === 0 ? null : Math.max(...peaks),
  };
}

/** The middle of the ratios of neighbours in time: what slows a machine down slows both of a pair. */
function ratioOf({ baseline, candidate }) {
  const ratios = candidate.map(({ ms }, at) => ms / baseline[at].ms).sort((left, right) => left - right);
  return round(middle(ratios));
}

function middle(sorted) {
  return sorted[Math.floor(sorted.length / 2)];
}

function round(value) {
  return Math.round(value * 100) / 100;
}
