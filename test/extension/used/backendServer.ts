import http from "node:http";
import type { AddressInfo } from "node:net";

export const USER = { username: "teacher", password: "not-to-be-kept" };
export const ACCESS = "access-token-of-the-test";

export interface StartedBackend {
  url: string;
  /** The senders that were written, oldest first. */
  written: readonly string[];
  close(): Promise<void>;
}

/** The backend's token endpoint and info/, as simplejwt and DRF answer them. Only the access token is taken. */
export async function startBackend(): Promise<StartedBackend> {
  const written: string[] = [];
  const server = http.createServer((request, response) => void answer(request, response, written));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    written,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(request: http.IncomingMessage, response: http.ServerResponse, written: string[]): Promise<void> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const reply = (status: number, body: unknown) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  if (request.url === "/api/v1/token/") {
    const { username, password } = JSON.parse(text) as typeof USER;
    if (username === USER.username && password === USER.password) reply(200, { access: ACCESS, refresh: "refresh" });
    else reply(401, { detail: "지정된 자격 증명에 해당하는 활성화된 사용자를 찾을 수 없습니다" });
  } else if (request.headers.authorization === `Bearer ${ACCESS}`) {
    if (request.method === "PATCH") written.push((JSON.parse(text) as { messaging_sender: string }).messaging_sender);
    reply(200, { messaging_sender: written.at(-1) ?? "" });
  } else reply(401, { detail: "이 토큰은 모든 타입의 토큰에 대해 유효하지 않습니다", code: "token_not_valid" });
}
