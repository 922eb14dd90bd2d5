/** Does `work` so that nothing it makes can be written by everybody, whatever the user's umask says. */
export async function withoutOpenFiles<Result>(work: () => Promise<Result>): Promise<Result> {
  const usual = process.umask();
  process.umask(usual | 0o002);
  try {
    return await work();
  } finally {
    process.umask(usual);
  }
}
