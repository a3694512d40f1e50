import { MAGIC_PREFIX } from "../provider/sandbox/behaviour/magicNumbers";
import type { ScenarioName, ProviderStep } from "../provider/sandbox/behaviour/scenarios";
import type { SandboxSettings } from "../provider/sandbox/sandboxSettings";
import { SEEDED_TENANT_WITHOUT_SENDER } from "../store/seed";
import { byValue, byWorkerEnv, ofStudent, tenantFault } from "./fault";
import type { Fault } from "./fault";
import type { FaultSend } from "../control/stackContract";

const alimtalk: FaultSend = { via: "api", request: { template_id: 1, message_mode: "alimtalk" } };

/** Sets the parent's number to a magic number, for which the sandbox answers with this status code. */
const byCode = (id: string, code: string, title: string, send?: FaultSend): Fault =>
  byValue(id, "provider", title, ofStudent("parent_phone"), MAGIC_PREFIX + code, send);

const byScenario = (id: string, name: ScenarioName, title: string, step?: ProviderStep): Fault => ({
  id,
  layer: "provider",
  title,
  inject: ({ parts: { sandbox } }) => {
    sandbox.setScenario(name, step);
    return {};
  },
  clear: ({ parts: { sandbox } }) => sandbox.setScenario(undefined),
});

/** Changes the Solapi account itself; `clear` applies `back`. */
const byAccount = (
  id: string,
  title: string,
  change: Partial<SandboxSettings>,
  back: Partial<SandboxSettings>,
  send?: FaultSend,
): Fault => ({
  id,
  layer: "provider",
  title,
  ...(send && { send }),
  inject: ({ parts: { sandbox } }) => {
    sandbox.configure(change);
    return {};
  },
  clear: ({ parts: { sandbox } }) => sandbox.configure(back),
});

const NOT_REGISTERED = "01099998888";

export const providerFaults: readonly Fault[] = [
  {
    ...byWorkerEnv(
      "provider.sender-missing",
      "provider",
      "Neither the tenant nor the environment names a sender",
      () => ({
        SOLAPI_SENDER: "none",
      }),
    ),
    send: {
      via: "queue",
      tenantCode: SEEDED_TENANT_WITHOUT_SENDER,
      body: '{"tenant_id":2,"to":"01012345678","text":"테스트","sender":null,"message_mode":"sms","trace_id":"{trace_id}"}',
    },
  },
  byValue(
    "provider.sender-not-registered",
    "provider",
    "The tenant's sender is a number that Solapi does not know",
    tenantFault("messaging_sender"),
    NOT_REGISTERED,
  ),
  byWorkerEnv("provider.unauthorized", "provider", "The worker has another account's API key", () => ({
    SOLAPI_API_KEY: "NCSOTHERACCOUNT0",
  })),
  byScenario("provider.clock-skew", "clock-skew", "The worker's clock is more than 15 minutes off"),
  byAccount(
    "provider.ip-not-allowed",
    "The worker's address is not on the key's list",
    { allowedIps: ["203.0.113.7"] },
    { allowedIps: undefined },
  ),
  byAccount("provider.balance", "Solapi's prepaid balance is used up", { balance: 0 }, { balance: 10_000_000 }),
  byAccount(
    "provider.quota",
    "The account's quota of the day is reached",
    { quotaPerDay: 0 },
    { quotaPerDay: undefined },
  ),
  byAccount(
    "provider.rate-limited",
    "Solapi takes no more requests this second",
    { requestsPerSecond: 0 },
    { requestsPerSecond: undefined },
  ),
  byCode("provider.recipient-invalid", "1011", "The recipient's number has a form that Solapi does not take"),
  byCode("provider.recipient-blocked", "1060", "The recipient opted out"),
  byCode("provider.duplicate-recipient", "1026", "Solapi takes the recipient for one that it has already"),
  byCode("provider.text-invalid", "1029", "The text has characters that the carriers cannot show"),
  byCode("provider.message-type", "1025", "Solapi cannot send this type"),
  byCode("provider.template-mismatch", "1043", "The text differs from the registered template", alimtalk),
  byCode("provider.template-not-found", "1042", "Solapi does not know the template", alimtalk),
  byValue(
    "provider.alimtalk-config",
    "provider",
    "Neither the tenant nor the environment has a KakaoTalk channel",
    tenantFault("kakao_pfid"),
    "",
    alimtalk,
  ),
  byCode("provider.alimtalk-undelivered", "3104", "The recipient has no KakaoTalk", alimtalk),
  byCode("provider.undelivered", "3043", "The recipient's phone is off: the carrier fails later"),
  byScenario("provider.timeout", "timeout-before-acceptance", "Solapi does not answer"),
  byScenario("provider.server-error", "server-error-json", "Solapi fails itself"),
];
