/** Card names by PCI address, from `ls -l /dev/dri/by-path`: numbers do not follow the bus order. */
export function parseDriByPath(text: string): ReadonlyMap<string, string> {
  const links = text.matchAll(/pci-([0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])-card -> \.\.\/(card\d+)/g);
  return new Map([...links].map(([, address = '', card = '']) => [address, card]));
}
