/**
 * Where a connection broke. Only after `read` can the other side have received what was sent: at every other step
 * nothing was sent.
 */
export type ConnectionStep =
  "proxy" | "certificate-of-another" | "certificate-expired" | "certificate" | "tls" | "name" | "connect" | "read";

/** Most telling first: a time-out of the proxy's is not one of the host behind it. */
const steps: readonly (readonly [ConnectionStep, RegExp])[] = [
  ["proxy", /tunnel connection failed|connect to proxy|\bProxyError|ProxyConnection|ERR_ACCESS_DENIED/i],
  [
    "certificate-of-another",
    /hostname mismatch|certificate is not valid for|certificate is valid for|does not match certificate|doesn't match either of|ERR_TLS_CERT_ALTNAME_INVALID|No subject alternative/i,
  ],
  ["certificate-expired", /CERT_HAS_EXPIRED|certificate has expired|certificate is not yet valid|CertificateExpired/i],
  [
    "certificate",
    /certificate[_ ]verify[_ ]failed|SSL validation failed|self[- ]signed certificate|unable to (?:get (?:local )?issuer|verify the first) certificate|PKIX path|x509: /i,
  ],
  [
    "tls",
    /WRONG_VERSION_NUMBER|handshake failure|UNSUPPORTED_PROTOCOL|tlsv1 alert|EPROTO|first record does not look like a TLS/i,
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
