import { join } from 'node:path';

/** sdn's own folders; with `--dir` and the environment, the only places it writes to. */
export type Directories = { readonly cache: string; readonly state: string };

type Surroundings = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
};

/** Cache and state folders by each system's own convention (XDG, Library, LocalAppData). */
export function directories(surroundings: Surroundings): Directories {
  if (surroundings.platform === 'win32') return windows(surroundings);
  if (surroundings.platform === 'darwin') return mac(surroundings.home);
  return xdg(surroundings);
}

function windows({ env, home }: Surroundings): Directories {
  const local = env.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
  return { cache: join(local, 'sdn', 'cache'), state: join(local, 'sdn', 'state') };
}

function mac(home: string): Directories {
  return {
    cache: join(home, 'Library', 'Caches', 'sdn'),
    state: join(home, 'Library', 'Application Support', 'sdn'),
  };
}

function xdg({ env, home }: Surroundings): Directories {
  return {
    cache: join(env.XDG_CACHE_HOME || join(home, '.cache'), 'sdn'),
    state: join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'sdn'),
  };
}
