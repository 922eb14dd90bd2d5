/** Text of pip, uv or a configuration without the logins that addresses in it may hold. */
export function withoutLogins(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/?#\s'"`]*@/gi, '$1');
}
