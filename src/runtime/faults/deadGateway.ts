import { once } from "node:events";
import http from "node:http";

export interface DeadGateway {
  stop(): Promise<void>;
}

/** A reverse proxy, like nginx in front of gunicorn, whose upstream is a closed port: it answers 502 itself. */
export async function startDeadGateway(port: number): Promise<DeadGateway> {
  const server = http.createServer((request, response) => {
    // Nothing listens on port 1: the connection is really refused.
    const upstream = http.request({ host: "127.0.0.1", port: 1, path: request.url, method: request.method });
    upstream.on("error", () => {
      response.writeHead(502, { "content-type": "text/html" });
      response.end("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>");
    });
    request.pipe(upstream);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
