// The results as a table with bars, for a terminal and for the README.

const CELLS = 20;

/** A Markdown table. The bar shows the ratio against its aim: up to the mark is within. */
export function table({ at, machine, rows }) {
  return [
    `Measured ${at.slice(0, 10)} on ${machine}; medians, baseline and sdn in turn.`,
    '',
    '| what | against | ratio | aim | | sdn | baseline | peak memory |',
    '| --- | --- | ---: | ---: | --- | ---: | ---: | ---: |',
    ...rows.map(row),
  ];
}

function row({ what, against, aim, skipped, result, count }) {
  if (skipped) return `| ${what} | ${against} | | ≤ ${aim} × | not run: ${skipped} | | | |`;
  if (count) return counted({ what, against, aim, ...count });
  const { ratio, candidate, baseline } = result;
  const cells = [
    what,
    against,
    `**${ratio} ×**`,
    `≤ ${aim} ×`,
    bar(ratio, aim),
    time(candidate),
    time(baseline),
    memory(candidate),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** How often something went wrong, of how many times. */
function counted({ what, against, aim, tries, misses }) {
  const missed = misses <= aim ? '' : 'missed';
  return `| ${what} | ${against} | **${misses} of ${tries}** | ${aim} | ${missed} | | | |`;
}

function bar(ratio, aim) {
  const filled = Math.max(1, Math.round((ratio / aim) * (CELLS / 2)));
  const shown = '█'.repeat(Math.min(CELLS, filled)).padEnd(CELLS / 2, '░');
  return `\`${shown}\`${ratio <= aim ? '' : ' missed'}`;
}

function time({ medianMs }) {
  return medianMs < 1_000 ? `${Math.round(medianMs)} ms` : `${(medianMs / 1_000).toFixed(1)} s`;
}

function memory({ peakBytes }) {
  return peakBytes === null ? '' : `${Math.round(peakBytes / 1024 / 1024)} MiB`;
}
