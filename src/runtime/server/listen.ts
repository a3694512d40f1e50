import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { codeOf } from "../../common/errors";
import type { Logger } from "../../common/logger";

export interface PreferredPort {
  /** 0: any. */
  port: number;
  /** The server's name for the user, such as "send API". */
  name: string;
  log: Logger;
}

/**
 * Listens on loopback. The URL shows the actual port.
 * @returns `http://127.0.0.1:PORT`
 */
export async function listen(
  app: Pick<FastifyInstance, "listen" | "server">,
  preferred: PreferredPort,
): Promise<string> {
  const port = await listenOn(preferred, async (port) => {
    await app.listen({ host: "127.0.0.1", port });
    return (app.server.address() as AddressInfo).port;
  });
  return `http://127.0.0.1:${port}`;
}

/** Tries the preferred port; if it is unavailable, takes any other and logs that. Returns the port. */
export async function listenOn(
  { port, name, log }: PreferredPort,
  attempt: (port: number) => Promise<number>,
): Promise<number> {
  try {
    return await attempt(port);
  } catch (error) {
    const why = whyUnavailable(error);
    if (port === 0 || why === undefined) throw error;
    const other = await attempt(0);
    log.warning(`Port ${port} ${why}: the ${name} listens on ${other} instead`);
    return other;
  }
}

function whyUnavailable(error: unknown): string | undefined {
  if (codeOf(error) === "EADDRINUSE") return "is in use";
  return codeOf(error) === "EACCES" ? "may not be used" : undefined;
}
