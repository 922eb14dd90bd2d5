/** A path as one word of a command that can be pasted: bare where that is safe, else in quotes. */
export function shellWord(path: string, platform: NodeJS.Platform = 'linux'): string {
  const bare = platform === 'win32' ? /^[\w./:\\@+-]+$/ : /^[\w./:@+-]+$/;
  if (bare.test(path)) return path;
  return platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}
