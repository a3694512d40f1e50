/**
 * Options of fastify: a request that has not fully arrived after `ms` is answered with 408. Node applies the larger of
 * its two timeouts to the whole request, so fastify's own `requestTimeout` alone bounds only the headers.
 */
export const requestLimits = (ms: number) => ({
  requestTimeout: ms,
  http: { headersTimeout: ms, connectionsCheckingInterval: Math.min(ms, 30_000) },
});
