import assert from "node:assert/strict";
import { clip, clipAround } from "../../../../src/diagnosis/logLines";

describe("excerpt of a line with a body", () => {
  const aws = (code: string, message: string) =>
    `receive failed: <?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type>${code}${message}<Detail/></Error><RequestId>1a2b3c4d</RequestId></ErrorResponse>`;
  const cases: [name: string, line: string, excerpt: string][] = [
    [
      "AWS's XML ends with its sentence, not with a tag",
      aws("<Code>AccessDenied</Code>", "<Message>Access to the resource is denied.</Message>"),
      "receive failed: AccessDenied: Access to the resource is denied.",
    ],
    [
      "whatever the tag",
      aws("<code>InvalidThing</code>", "<q:reason>The thing is &quot;old&quot;.</q:reason>"),
      'receive failed: InvalidThing: The thing is "old".',
    ],
    [
      "SOAP",
      '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:Client</faultcode><faultstring>invalid api key</faultstring></soap:Fault></soap:Body></soap:Envelope>',
      "invalid api key",
    ],
    [
      "a proxy's page, without its style, and its title once",
      "answered 502: <html><head><title>502 Bad Gateway</title><style>h1{font-size:20px}</style></head><body><h1>502 Bad Gateway</h1></body></html>",
      "answered 502: 502 Bad Gateway",
    ],
    ["short JSON stays as it is", 'answered {"code":"X","message":"y"}', 'answered {"code":"X","message":"y"}'],
    [
      "long JSON is told by its code and message",
      `answered {"requestId":"${"1a2b".repeat(80)}","__type":"ExpiredToken","message":"The token is expired"}`,
      "answered ExpiredToken: The token is expired",
    ],
    ["brackets that are no markup", "in <module> a < b </x", "in <module> a < b </x"],
  ];
  for (const [name, line, excerpt] of cases) it(name, () => assert.equal(clip(line), excerpt));

  it("begins at a field where a JSON body is cut", () => {
    const cut = `answered {"a":"${"x".repeat(400)}","code":"Expired","message":"The token is expired","more":"${"y".repeat(400)}`;
    assert.match(clipAround(cut, "Expired"), /^…"code":"Expired","message":"The token is expired",/);
  });
});
