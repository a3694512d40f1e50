/** A call's place in the flow. A one-step send (`send-many/detail`, `send`) counts as `send`. */
export const steps = ["create", "add", "send", "read"] as const;
export type ProviderStep = (typeof steps)[number];

/** What happens to a call. `answer`: a fixed answer; `hang`: none, ever; `reset`: the connection is torn down. */
export type ScenarioEffect =
  | { kind: "answer"; status: number; contentType: "application/json" | "text/html"; body: string }
  | { kind: "hang" }
  | { kind: "reset" }
  /** The intake refuses every Alimtalk message of the call with this code. */
  | { kind: "refuse-alimtalk"; code: string };

export interface Scenario {
  name: ScenarioName;
  /** `0100000` + this number as a recipient plays the scenario when that message's group is sent. */
  number: string;
  /** The steps it plays at by default. */
  steps: readonly ProviderStep[];
  /** `before`: the call is not carried out. `after`: it is, and only its answer is lost. */
  when: "before" | "after";
  effect: ScenarioEffect;
}

export type ScenarioName = keyof typeof definitions;

const answer = (status: number, body: object): ScenarioEffect => ({
  kind: "answer",
  status,
  contentType: "application/json",
  body: JSON.stringify(body),
});
const refusal = (status: number, errorCode: string, errorMessage: string) =>
  answer(status, { errorCode, errorMessage });
const serverError = refusal(500, "UnknownError", "알 수 없는 오류가 발생했습니다.");

const gatewayPage: ScenarioEffect = {
  kind: "answer",
  status: 502,
  contentType: "text/html",
  body: "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>",
};

const EVERY: readonly ProviderStep[] = steps;
const SEND: readonly ProviderStep[] = ["send"];

// prettier-ignore
const definitions = {
  "invalid-key": { number: "9001", steps: EVERY, when: "before", effect: refusal(403, "InvalidAPIKey", "유효한 API Key가 아닙니다.") },
  "wrong-signature": { number: "9002", steps: EVERY, when: "before", effect: refusal(403, "SignatureDoesNotMatch", "생성한 Signature가 일치하지 않습니다.") },
  "clock-skew": { number: "9003", steps: EVERY, when: "before", effect: refusal(403, "RequestTimeTooSkewed", "시간 값이 서버 시간을 15분 이상 벗어났습니다.") },
  "ip-not-allowed": { number: "9004", steps: EVERY, when: "before", effect: refusal(403, "Forbidden", "허용되지 않은 IP(127.0.0.1)로 접근하고 있습니다.") },
  "balance": { number: "9005", steps: SEND, when: "before", effect: refusal(402, "NotEnoughBalance", "현재보유 잔액이 부족합니다.") },
  "quota": { number: "9006", steps: SEND, when: "before", effect: refusal(400, "QuotaExceeded", "일일 발송량을 초과하여 발송에 실패하였습니다.") },
  "rate-limit": { number: "9007", steps: EVERY, when: "before", effect: answer(429, { errorCode: "TooManyRequests", message: "요청이 너무 많습니다." }) },
  "server-error-json": { number: "9008", steps: SEND, when: "before", effect: serverError },
  "server-error-html": { number: "9009", steps: SEND, when: "before", effect: gatewayPage },
  "service-unavailable": { number: "9010", steps: SEND, when: "before", effect: refusal(503, "ServiceUnavailable", "서비스를 일시적으로 사용할 수 없습니다.") },
  "timeout-before-acceptance": { number: "9011", steps: SEND, when: "before", effect: { kind: "hang" } },
  "timeout-after-acceptance": { number: "9012", steps: SEND, when: "after", effect: { kind: "hang" } },
  "reset-before-acceptance": { number: "9013", steps: SEND, when: "before", effect: { kind: "reset" } },
  "reset-after-acceptance": { number: "9014", steps: SEND, when: "after", effect: { kind: "reset" } },
  "unparsable-200": { number: "9015", steps: SEND, when: "after", effect: { kind: "answer", status: 200, contentType: "application/json", body: '{"groupInfo":{"count":{"total":1,' } },
  "template-mismatch": { number: "9016", steps: ["add", "send"], when: "before", effect: { kind: "refuse-alimtalk", code: "1043" } },
  "server-error-after-acceptance": { number: "9017", steps: SEND, when: "after", effect: serverError },
} as const satisfies Record<string, Omit<Scenario, "name">>;

const scenarioNames = Object.keys(definitions) as ScenarioName[];

export const scenarios: readonly Scenario[] = scenarioNames.map((name) => ({ name, ...definitions[name] }));

const byName = new Map(scenarios.map((scenario) => [scenario.name, scenario]));
const byNumber = new Map(scenarios.map((scenario) => [scenario.number, scenario]));

export const isScenarioName = (name: string): name is ScenarioName => byName.has(name as ScenarioName);

export const scenarioNamed = (name: ScenarioName): Scenario => byName.get(name)!;

export const scenarioNumbered = (number: string): Scenario | undefined => byNumber.get(number);
