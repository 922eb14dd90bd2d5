import type { System } from '../../system/system.ts';
import type { Sources } from './sources.ts';
import { withoutLogins } from './without-logins.ts';

const VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** The proxy that requests go through, without its login: pip's own, else the environment's; null without one. */
export function proxyInUse({ proxy }: Sources, { env }: System): string | null {
  const named =
    proxy ?? VARIABLES.map((name) => env[name]).find((value) => value !== undefined && value !== '');
  return named === undefined ? null : withoutLogins(named);
}
