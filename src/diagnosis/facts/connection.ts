/**
 * Where a connection broke. Only after `read` can the other side have received what was sent: at every other step
 * nothing was sent.
 */
export type ConnectionStep = "proxy" | "certificate" | "name" | "connect" | "read";

/** Most telling first: a time-out of the proxy's is not one of the host behind it. */
const steps: readonly (readonly [ConnectionStep, RegExp])[] = [
  ["proxy", /tunnel connection failed|connect to proxy|\bProxyError|ProxyConnection|ERR_ACCESS_DENIED/i],
  [
    "certificate",
    /certificate[_ ]verify[_ ]failed|SSL validation failed|self[- ]signed certificate|unable to (?:get (?:local )?issuer|verify the first) certificate|PKIX path|x509: |CERT_HAS_EXPIRED|certificate has expired|WRONG_VERSION_NUMBER|handshake failure/i,
  ],
  [
    "name",
    /name resolution|Name or service not known|getaddrinfo|ENOTFOUND|EAI_AGAIN|nodename nor servname|no such host|UnknownHostException|could not translate host name|Could not resolve host/i,
  ],
  [
    "connect",
    /ConnectTimeout|connect ?timed? ?out|connection timed out|Connect timeout on endpoint|ECONNREFUSED|connection refused|EHOSTUNREACH|ENETUNREACH|no route to host|network is unreachable|Could not connect to the endpoint|EndpointConnection|Failed to establish a new connection|ConnectError|dial tcp/i,
  ],
  [
    "read",
    /read timed? ?out|ReadTimeout|read operation timed out|ECONNRESET|reset by peer|Connection aborted|RemoteDisconnected|Remote end closed|server disconnected|socket hang up|was closed before|Empty reply/i,
  ],
];

export const brokenStepIn = (text: string): ConnectionStep | undefined =>
  steps.find(([, pattern]) => pattern.test(text))?.[0];
