/** The id ("e20b") and memory in MB of the first device that torch's xpu backend describes; null where there is none. */
export function parseXpuProperties(
  text: string,
): { readonly deviceId: string; readonly memoryMB: number } | null {
  const id = /device_id=0x([0-9a-f]{4})/i.exec(text)?.[1];
  const memory = /total_memory=(\d+)MB/.exec(text)?.[1];
  return id === undefined || memory === undefined
    ? null
    : { deviceId: id.toLowerCase(), memoryMB: Number(memory) };
}
