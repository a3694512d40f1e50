import net from "node:net";
import { once } from "node:events";
import { codeOf } from "../../../common/errors";
import type { PublishedPort } from "../../../targets/discovery/compose/composeFile";

/** `0.0.0.0:8000`, `:8000`, `--bind=[::]:8000`. */
const ADDRESS = /^(--?[\w-]+=)?(?:0\.0\.0\.0|\[::\]|\*|127\.0\.0\.1|localhost)?:(\d{1,5})$/;
const PORT_OPTION = /^(?:--port|-p)$/;
const ANYWHERE = /^(--?[\w-]+=)?(?:0\.0\.0\.0|::)$/;

/**
 * The arguments of a server in a container, for this machine: it listens on 127.0.0.1, under the number that the compose
 * file publishes. `port`: that number, if the arguments name one.
 */
export function portsHere(
  args: readonly string[],
  ports: readonly Pick<PublishedPort, "published" | "target">[],
): { args: string[]; port?: number } {
  let port: number | undefined;
  const published = (text: string) =>
    (port = ports.find(({ target }) => target === Number(text))?.published ?? Number(text));
  const here = args.map((arg, at) => {
    const before = args[at - 1] ?? "";
    const [, option = "", number] = ADDRESS.exec(arg) ?? [];
    if (number !== undefined) return `${option}127.0.0.1:${published(number)}`;
    if (ANYWHERE.test(arg)) return arg.replace(/(?:0\.0\.0\.0|::)$/, "127.0.0.1");
    const [, named] = /^--port=(\d{1,5})$/.exec(arg) ?? [];
    if (named !== undefined) return `--port=${published(named)}`;
    if (!/^\d{1,5}$/.test(arg)) return arg;
    if (PORT_OPTION.test(before)) return String(published(arg));
    return before === "runserver" ? `127.0.0.1:${published(arg)}` : arg;
  });
  return { args: here, ...(port !== undefined && port > 0 && { port }) };
}

/** What a server listens on, as far as its arguments say; Django's has a usual port. */
export function listeningPort(args: readonly string[]): number | undefined {
  const { port } = portsHere(args, []);
  return port ?? (args.includes("runserver") ? 8000 : undefined);
}

/** Whether something on this machine listens there already. */
export async function isPortTaken(port: number): Promise<boolean> {
  const server = net.createServer();
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
    return false;
  } catch (error) {
    return codeOf(error) === "EADDRINUSE";
  } finally {
    server.close();
  }
}
