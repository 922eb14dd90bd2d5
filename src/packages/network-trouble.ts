const SIGNS = [
  /name or service not known/i,
  /temporary failure in name resolution/i,
  /nodename nor servname/i,
  /getaddrinfo failed/i,
  /failed to lookup address/i,
  /dns error/i,
  /connection (?:refused|reset|timed out|aborted|broken|closed)/i,
  /timed? ?out/i,
  /network is unreachable/i,
  /error sending request/i,
  /failed to (?:fetch|download)/i,
  /tunnel connection failed/i,
  /max retries exceeded/i,
  /certificate/i,
  /\b(?:403|404|407|429|50[0234])\b[^\n]*(?:forbidden|not found|proxy|too many|server|gateway|unavailable|status|client error)/i,
  /HTTP status (?:client|server) error/i,
];

/** Whether what pip or uv printed speaks of the network or of an index, rather than of the packages. */
export function looksLikeNetwork(text: string): boolean {
  return SIGNS.some((sign) => sign.test(text));
}
