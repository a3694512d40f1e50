import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import tls from "node:tls";
import { hostIn, reportFrames } from "./nodeFrames";

/**
 * Leads api.solapi.com to the sandbox of the local stack, in every Node program that `messaging run` starts: Node
 * requires this file first (NODE_OPTIONS). Only connections to the host in MESSAGING_REDIRECT
 * ("api.solapi.com=127.0.0.1:8025") change, whichever client opens them: fetch and undici, http and https, and what is
 * built on them. The sandbox speaks plain HTTP, so TLS towards it is left out.
 */
const [, host, address, port] = /^([\w.-]+)=([\w.-]+):(\d+)$/.exec(process.env.MESSAGING_REDIRECT ?? "") ?? [];

interface Target {
  host?: string;
  hostname?: string;
  port?: number | string;
  path?: string;
  servername?: string;
  socket?: net.Socket;
}

const isMeant = (name: unknown): boolean =>
  typeof name === "string" && name.replace(/\.$/, "").toLowerCase() === host?.toLowerCase();

if (host !== undefined) {
  redirectTls();
  redirectSockets();
  reportFrames(new Set([host, `${address}:${port}`, hostIn(process.env.AWS_ENDPOINT_URL_SQS)]));
  syncBuiltinESMExports();
}

/** A connection to the sandbox, with what clients ask of one that speaks TLS. */
function redirectTls(): void {
  const connect = tls.connect;
  const redirected = (...given: unknown[]): net.Socket => {
    const target = given.find((each): each is Target => typeof each === "object" && each !== null) ?? {};
    const named = typeof given[0] === "number" && typeof given[1] === "string" ? given[1] : target.host;
    if (!isMeant(target.servername || named)) return (connect as (...all: unknown[]) => net.Socket)(...given);
    target.socket?.destroy(); // a proxy's tunnel leads to the real host
    const socket = net.connect({ host: address!, port: Number(port) });
    Object.assign(socket, {
      encrypted: true,
      authorized: true,
      alpnProtocol: false,
      servername: host,
      getPeerCertificate: () => ({ subject: { CN: host }, subjectaltname: `DNS:${host}` }),
      getCipher: () => ({ name: "none", standardName: "none", version: "none" }),
      getProtocol: () => "none",
      getSession: () => undefined,
      isSessionReused: () => false,
      setServername: () => undefined,
    });
    const ready = given.findLast((each): each is () => void => typeof each === "function");
    if (ready) socket.once("secureConnect", ready);
    socket.once("connect", () => socket.emit("secureConnect"));
    return socket;
  };
  tls.connect = redirected as typeof tls.connect;
}

function redirectSockets(): void {
  const connect = net.Socket.prototype.connect as (...given: unknown[]) => net.Socket;
  net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]): net.Socket {
    // net.connect passes its arguments as one list: options, callback.
    const [first, second] = Array.isArray(given[0]) ? (given[0] as unknown[]) : given;
    if (typeof first === "object" && first !== null) {
      const target = first as Target;
      if (isMeant(target.host)) Object.assign(target, { host: address, hostname: address, port: Number(port) });
    } else if (isMeant(second)) {
      given.splice(0, 2, Number(port), address);
    }
    return connect.apply(this, given);
  } as typeof net.Socket.prototype.connect;
}
