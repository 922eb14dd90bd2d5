// What a person waits for before anything happens, against the same Node doing nothing.

export function startUpRows({ sdn, node }) {
  const baseline = { file: node, args: ['-e', '0'] };
  return [
    {
      what: '`sdn --version`',
      against: '`node -e 0`',
      aim: 1.3,
      runs: 15,
      baseline,
      candidate: sdn('--version'),
    },
    {
      what: '`sdn detect`',
      against: '`node -e 0`',
      aim: 2.5,
      runs: 9,
      baseline,
      candidate: { ...sdn('detect', '--json'), codes: [0, 4, 5] },
    },
  ];
}
