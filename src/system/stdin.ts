/** Everything on stdin, at most its last `limit` bytes. Ends at once where stdin is a terminal. */
export async function readStdin(limit: number): Promise<Buffer> {
  return process.stdin.isTTY ? Buffer.alloc(0) : readEnd(process.stdin, limit);
}

/** The end of a stream, at most about `limit` bytes of it. */
export async function readEnd(stream: AsyncIterable<Buffer | string>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    while (size - (chunks[0]?.length ?? 0) >= limit) size -= chunks.shift()?.length ?? 0;
  }
  return Buffer.concat(chunks);
}

/** The first `limit` bytes of a stream, or a little more; what comes after them is not waited for. */
export async function readStart(stream: AsyncIterable<Buffer | string>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size >= limit) break;
  }
  return Buffer.concat(chunks);
}
