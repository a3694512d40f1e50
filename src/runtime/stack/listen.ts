import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { codeOf } from "../../common/errors";

/**
 * Listens on loopback, on the preferred port or, where that is taken, on any other. The URL tells which.
 * @returns `http://127.0.0.1:PORT`
 */
export async function listen(app: Pick<FastifyInstance, "listen" | "server">, port: number): Promise<string> {
  try {
    await app.listen({ host: "127.0.0.1", port });
  } catch (error) {
    if (port === 0 || (codeOf(error) !== "EADDRINUSE" && codeOf(error) !== "EACCES")) throw error;
    await app.listen({ host: "127.0.0.1", port: 0 });
  }
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}
