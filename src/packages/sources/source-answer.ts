import * as v from 'valibot';

/** What can be wrong with a package source, in one word; `wheel_offers.py` finds it out. */
const FAULTS = [
  ...['dns', 'connection-refused', 'silent', 'cut', 'tls', 'certificate', 'certificate-file', 'other'],
  ...['login', 'forbidden', 'refused', 'too-many', 'server-error', 'redirect-loop', 'no-folder'],
  ...['login-page', 'not-a-page', 'not-http', 'proxy-login', 'proxy-refuses'],
] as const;

const Answer = v.object({
  id: v.string(),
  project: v.string(),
  status: v.picklist(['ok', 'absent', 'refused', 'unreachable', 'garbage']),
  fault: v.nullable(v.picklist(FAULTS)),
  http: v.nullable(v.number()),
  detail: v.nullable(v.string()),
  files: v.array(v.string()),
});

/** What one source said about one project. `files` are wheel names, for every Python and platform. */
export type SourceAnswer = v.InferOutput<typeof Answer>;

/** What `wheel_offers.py` prints. */
export const SourceAnswers = v.object({ answers: v.array(Answer) });
