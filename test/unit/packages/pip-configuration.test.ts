import { expect, test } from 'vitest';
import { parsePipConfiguration } from '../../../src/packages/pip/pip-configuration.ts';

test('reads every key of `pip config list`, from files and environment, lists split as pip does', () => {
  const configuration = parsePipConfiguration(
    [
      ":env:.cert='/etc/ssl/own.pem'",
      ":env:.default-timeout='180'",
      "global.cert='/etc/ssl/certs/ca.crt'",
      "global.extra-index-url='\\nfile:///a/simple\\nfile:///b/simple'",
      "global.find-links='/opt/one /opt/two'",
      "global.index-url='https://user:se%40cret@pypi.example/simple'",
      "global.proxy='http://proxy:3128'",
      'global.trusted-host="one.example"',
      "install.no-index='false'",
    ].join('\n'),
  );
  expect(configuration).toEqual({
    indexUrl: 'https://user:se%40cret@pypi.example/simple',
    extraIndexUrls: ['file:///a/simple', 'file:///b/simple'],
    findLinks: ['/opt/one', '/opt/two'],
    noIndex: false,
    cert: '/etc/ssl/own.pem',
    clientCert: null,
    proxy: 'http://proxy:3128',
    trustedHosts: ['one.example'],
    timeoutSeconds: 180,
    retries: null,
  });
});

test('the environment wins over the command section, and that over global', () => {
  const text =
    "global.index-url='https://global'\ninstall.index-url='https://install'\n:env:.index-url='https://env'";
  expect(parsePipConfiguration(text).indexUrl).toBe('https://env');
  expect(parsePipConfiguration(text.split('\n').slice(0, 2).join('\n')).indexUrl).toBe('https://install');
});

test('escapes in values are those of a Python string', () => {
  expect(parsePipConfiguration("global.find-links='C:\\\\wheels\\\\a \\x41\\u00fc'").findLinks).toEqual([
    'C:\\wheels\\a',
    'Aü',
  ]);
});

test('nothing configured is nothing, not an empty address', () => {
  expect(parsePipConfiguration('')).toMatchObject({ indexUrl: null, extraIndexUrls: [], proxy: null });
});
