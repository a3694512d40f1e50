import http from "node:http";
import type { AddressInfo } from "node:net";

const XMLNS = `xmlns="https://sts.amazonaws.com/doc/2011-06-15/"`;

const identity = `<GetCallerIdentityResponse ${XMLNS}><GetCallerIdentityResult>
  <Arn>arn:aws:sts::000000000000:assumed-role/worker/i-1</Arn><UserId>AROA:i-1</UserId><Account>000000000000</Account>
  </GetCallerIdentityResult></GetCallerIdentityResponse>`;

const denied = (action: string) => `<ErrorResponse ${XMLNS}><Error><Type>Sender</Type><Code>AccessDenied</Code>
  <Message>User: arn:aws:iam::1:user/dev is not authorized to perform: sts:${action} on resource: arn:aws:iam::1:role/worker</Message>
  </Error></ErrorResponse>`;

/** STS' Query protocol for the unmodified SDK: it tells who one is, and lets nobody take on a role. */
export async function startStsServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const action = new URLSearchParams(body).get("Action") ?? "";
      const isAsked = action === "GetCallerIdentity";
      response.writeHead(isAsked ? 200 : 403, { "content-type": "text/xml" });
      response.end(isAsked ? identity : denied(action));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
