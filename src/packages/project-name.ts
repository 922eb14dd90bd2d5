/** PyPA's normal form of a project name: `Foo_Bar.baz` → `foo-bar-baz`. */
export function projectName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
