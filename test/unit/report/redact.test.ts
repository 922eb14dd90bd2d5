import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactorFor } from '../../../src/report/redact.ts';
import type { Identity } from '../../../src/system/identity.ts';

const redactFor = <Document>(document: Document, identity: Identity) => redactorFor(identity)(document);

const LINUX: Identity = { platform: 'linux', home: '/home/alice', users: ['alice'], hosts: ['wonderbox'] };
const WINDOWS: Identity = {
  platform: 'win32',
  home: 'C:\\Users\\Alice W',
  users: ['Alice W'],
  hosts: ['WONDERBOX'],
};

describe('a report does not tell whose machine it came from', () => {
  test.each([
    ['/home/alice/sdnext/venv', '~/sdnext/venv'],
    ['/home/alice', '~'],
    ['owned by alice on wonderbox.local', 'owned by USER on HOST.local'],
    ['alice_models', 'USER_models'],
    ['/home/bob/x and /Users/carol/y', '/home/USER/x and /Users/USER/y'],
    ['malice and wonderboxes', 'malice and wonderboxes'],
    ['/home/alicein/x', '/home/USER/x'],
  ])('%s → %s', (text, expected) => {
    expect(redactFor({ text }, LINUX)).toEqual({ text: expected });
  });

  test.each([
    ['C:\\Users\\Alice W\\sdnext', '~\\sdnext'],
    ['c:/users/ALICE W/sdnext', '~/sdnext'],
    ['{"path":"C:\\\\Users\\\\Alice W\\\\x"}', '{"path":"~\\\\x"}'],
    ['file:///C:/Users/Alice%20W/x', 'file:///~/x'],
    ['D:\\Users\\bob\\x', 'D:\\Users\\USER\\x'],
    ['WonderBox', 'HOST'],
  ])('on Windows %s → %s', (text, expected) => {
    expect(redactFor({ text }, WINDOWS)).toEqual({ text: expected });
  });

  test('names may hold whatever a system allows in them', () => {
    const odd = {
      platform: 'linux' as const,
      home: '/home/a-b.c+d',
      users: ['a-b.c+d'],
      hosts: ['my-host-1'],
    };
    expect(redactFor({ text: '/home/a-b.c+d/x on my-host-1' }, odd)).toEqual({ text: '~/x on HOST' });
  });

  test('in keys, in arguments, at any depth', () => {
    const document = {
      args: { argv: ['--hf-token', 'abc', '/home/alice/m'], '/home/alice/m': { alice: 1 } },
    };
    expect(redactFor(document, LINUX)).toEqual({
      args: { argv: ['--hf-token', '***', '~/m'], '~/m': { USER: 1 } },
    });
  });
});

test('any name a system allows can be taken out, and none can break the run', () => {
  const name = fc
    .string({ minLength: 3, maxLength: 12 })
    .filter((text) => /[^\\/\s]{3}/.test(text) && !/[\\/]/.test(text));
  fc.assert(
    fc.property(name, fc.constantFrom('linux', 'win32', 'darwin'), (user, platform) => {
      const home = platform === 'win32' ? `C:\\Users\\${user}` : `/home/${user}`;
      const identity: Identity = { platform, home, users: [user], hosts: [`box-${user}`] };
      const path = platform === 'win32' ? `${home}\\x` : `${home}/x`;
      expect(redactFor({ path, commands: [`run ${path}`] }, identity).path).not.toContain(user);
    }),
    { seed: 11 },
  );
});

describe('a command can still be pasted', () => {
  test.each([
    ['sudo usermod -aG render alice', 'sudo usermod -aG render $USER'],
    ['sdn verify --dir /home/alice/sdnext', 'sdn verify --dir ~/sdnext'],
    ["sdn verify --dir '/home/alice/my models'", 'sdn verify --dir "$HOME/my models"'],
    ['sdn verify --dir=/home/alice/sdnext', 'sdn verify --dir=$HOME/sdnext'],
  ])('%s → %s', (command, expected) => {
    expect(redactFor({ commands: [command] }, LINUX)).toEqual({ commands: [expected] });
  });

  test('on Windows, where ~ is not a folder', () => {
    const commands = ['sdn verify --dir "C:\\Users\\Alice W\\x"'];
    expect(redactFor({ commands }, WINDOWS)).toEqual({ commands: ['sdn verify --dir "$HOME\\x"'] });
  });
});

describe('a report holds no secret', () => {
  test.each([
    ['https://bob:hunter2@proxy:3128/x', 'https://***@proxy:3128/x'],
    ['https://bob:hun@ter/2@proxy:3128', 'https://***@proxy:3128'],
    ['HTTP_PROXY=bob:hunter2@proxy:3128', 'HTTP_PROXY=***@proxy:3128'],
    ['curl -H "Authorization: Bearer abcdefgh12345"', 'curl -H "Authorization: ***'],
    ['https://x.test/a.whl?sig=abc123&v=1', 'https://x.test/a.whl?sig=***&v=1'],
    ['HF_TOKEN=hf_abcdefghijkl', 'HF_TOKEN=***'],
    ['--password swordfish --dir x', '--password *** --dir x'],
  ])('%s', (text, expected) => {
    expect(redactFor({ text }, LINUX).text.replace(' ***"', ' ***')).toContain(expected);
  });

  test('a value under a telling key goes whatever it looks like', () => {
    expect(redactFor({ HF_TOKEN: 'x', apiKey: 'y', monkey: 'z' }, LINUX)).toEqual({
      HF_TOKEN: '***',
      apiKey: '***',
      monkey: 'z',
    });
  });

  test('seeded secrets do not survive in any place of any document', () => {
    const secret = fc.stringMatching(/^[a-zA-Z0-9]{12,20}$/).map((text) => `Zq${text}`);
    const carrier = fc.constantFrom<(secret: string) => unknown>(
      (s) => `https://me:${s}@proxy.test:8080/simple`,
      (s) => `me:${s}@proxy.test:8080`,
      (s) => `hf_${s}`,
      (s) => ({ [`https://me:${s}@index.test/simple`]: true }),
      (s) => ['--api-key', s],
      (s) => `--token=${s}`,
      (s) => ({ PIP_PASSWORD: s }),
      (s) => [{ deep: [`Bearer ${s}`] }],
      (s) => `GET /x?token=${s}&y=1`,
    );
    fc.assert(
      fc.property(secret, carrier, fc.jsonValue(), (value, carry, noise) => {
        const shown = JSON.stringify(redactFor({ noise, carried: carry(value) }, LINUX));
        expect(shown).not.toContain(value);
      }),
      { seed: 20261123 },
    );
  });
});

describe('what is not private stays', () => {
  test('a user with a name of the report itself does not damage the report', () => {
    const node: Identity = { platform: 'linux', home: '/home/node', users: ['node'], hosts: ['cuda'] };
    const document = { tool: { node: 'v24' }, variant: 'cuda', path: '/home/node/x' };
    expect(redactFor(document, node)).toEqual({ tool: { node: 'v24' }, variant: 'cuda', path: '~/x' });
  });

  test.each([
    'https://pypi.org/simple',
    'openvino==2026.2.1 @ file:///x.whl',
    'torch==2.13.0+cu126',
    'pci:0000:03:00.0',
    '2026-11-23T12:46:47.000Z',
    'sha256:0123456789abcdef0123456789abcdef',
    'user is in: user, sudo',
    'Microsoft Basic Rendering Driver',
    'https://github.com/vladmandic/sdnext/issues',
  ])('%s', (text) => {
    expect(redactFor({ text }, LINUX)).toEqual({ text });
  });

  test('in a container without a home', () => {
    const bare: Identity = { platform: 'linux', home: '/', users: [], hosts: [] };
    expect(redactFor({ text: '/usr/bin/python3' }, bare)).toEqual({ text: '/usr/bin/python3' });
  });
});
