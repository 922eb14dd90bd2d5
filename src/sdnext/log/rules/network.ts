import { fault, note, type Rule, rule } from '../rule.ts';

/** GitHub, indexes, proxies, and what pip makes of them. */
export const networkRules: readonly Rule[] = [
  fault(
    'network-unreachable',
    /Could not resolve (?:host|proxy)|Failed to connect to \S+ port \d+|unable to access 'https?:|Failed to establish a new connection|NameResolutionError|getaddrinfo failed|Temporary failure in name resolution|Name or service not known/i,
    'A host on the network could not be reached.',
  ),
  fault(
    'network-unreachable',
    /\b(?:ProxyError|Cannot connect to proxy|ConnectTimeoutError|ConnectTimeout|ReadTimeoutError|Network is unreachable|CERTIFICATE_VERIFY_FAILED|Max retries exceeded with url)\b|We couldn't connect to 'https:|Connection timed out|error: dns error|failed to fetch: `https/i,
    'A connection to the network failed: GitHub, an index or a proxy did not answer.',
  ),
  rule(/\b(?:Error running git|Git): .*\b(?:pull|fetch|clone|submodule)\b/, 'A git command failed.', {
    is: 'gitFailed',
  }),
  fault(
    'resolver-conflict',
    /\bResolutionImpossible\b|because these package versions have conflicting dependencies|No solution found when resolving dependencies|No matching distribution found for|Could not find a version that satisfies the requirement/,
    'pip or uv could not find versions of the requested packages that fit together.',
  ),
  note(
    'git-missing',
    /\bNot a git repository\b|\bGit not found\b/,
    'This folder is not a git checkout, so its version is unknown and updates are off.',
  ),
];
