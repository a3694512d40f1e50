import assert from "node:assert/strict";
import { maskText } from "../../../../src/common/masking";

describe("masking of payloads that were printed", () => {
  const name = "김하늘";
  // prettier-ignore
  const payloads: Readonly<Record<string, string>> = {
    "another key than text": `Invalid message format: {'tenant_id': 3, 'phone': '01023456789', 'message': '${name} 학생 결석입니다'}`,
    "cut off in the middle": `Invalid message format: {'tenant_id': 3, 'message': '${name} 학생 결`,
    "a value in other quotes": `{'to': '0101****', 'content': "${name}'s \\"note\\", sent", 'type': 'SMS'}`,
    "variables of a template": `{'to': '0101****', 'kakaoOptions': {'pfId': 'KA01PF', 'variables': {'#{이름}': '${name}'}}}`,
    "a list of words": `{"tenant_id": 1, "to": "0101****", "names": ["${name}", "b"]}`,
    "quotes inside the text": `{"to": "0101****", "text": "he said \\"hi\\", ${name}"}`,
    "a row of a CSV file": `{""to"": ""01012345678"", ""text"": ""${name}, 안녕"", ""student_name"": ""${name}""}`,
    "JSON in JSON": `{"log":"x {\\"to\\": \\"01012345678\\", \\"student_name\\": \\"${name}\\"}","stream":"stderr"}`,
  };
  for (const [what, payload] of Object.entries(payloads))
    it(`a child's name does not leak: ${what}`, () => {
      const masked = maskText(payload);
      assert.ok(!masked.includes(name), masked);
      assert.doesNotMatch(masked, /\d{5}/);
    });

  it("ids, types and the provider's words stay", () => {
    const kept = [
      "{'tenant_id': 3, 'to': '0101****', 'type': 'SMS', 'group_id': 'G4V7', 'student_ids': ['1', '2'], 'x': None}",
      '{"to":"0101****","statusCode":"1062","statusMessage":"발신번호 미등록","country":"82","messageId":"M4V20"}',
      '{"detail": "발송 예정 1건입니다.", "enqueued": 1, "message": "학생 없음"}',
    ];
    for (const text of kept) assert.equal(maskText(text), text);
  });
});
