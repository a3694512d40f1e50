import assert from "node:assert/strict";
import { BackendHttp } from "../../../src/targets/http/backendHttp";
import { Recorder } from "../../integration/recorder";

describe("an answer of a backend", () => {
  const text = "김민수 학생이 지각했습니다";
  const answers: [name: string, body: string][] = [
    ["JSON", JSON.stringify({ detail: `Forbidden words in '${text}'`, token: "PLANTED-TOKEN" })],
    ["JSON with escapes, as Python writes it", `{"a": [{"b": "${escaped(`x ${text} x`)} PLANTED-TOKEN"}]}`],
    ["plain text", `Error: ${text} (Bearer PLANTED-TOKEN)`],
  ];
  for (const [name, body] of answers)
    it(`comes without the text and the token that were sent: ${name}`, async () => {
      const server = await Recorder.start(400, {}, body);
      try {
        const request = { method: "POST", path: "/", token: "PLANTED-TOKEN", body: { raw_body: ` ${text}` } } as const;
        const answer = JSON.stringify(await new BackendHttp(server.url).request(request));
        assert.doesNotMatch(answer, /지각|PLANTED/);
        assert.match(answer, /\*\*\*\*/);
      } finally {
        await server.stop();
      }
    });
});

function escaped(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
