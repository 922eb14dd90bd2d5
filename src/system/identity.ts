import { hostname, userInfo } from 'node:os';
import type { System } from './system.ts';

/** Whose machine this is: what a report must not carry. A name that is not known is left out. */
export type Identity = {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly users: readonly string[];
  readonly hosts: readonly string[];
};

export function identityOf({ platform, env, home }: System): Identity {
  const users = [userName(), env.USER, env.LOGNAME, env.USERNAME, env.SUDO_USER];
  const hosts = [hostname(), env.HOSTNAME, env.COMPUTERNAME];
  return { platform, home, users: known(users), hosts: known(hosts.flatMap(withShortName)) };
}

/** In a container the running user often has no entry in the password file; Node then throws. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

function withShortName(host: string | undefined): readonly (string | undefined)[] {
  return [host, host?.split('.')[0]];
}

function known(names: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(names.filter((name): name is string => name !== undefined && name !== ''))];
}
