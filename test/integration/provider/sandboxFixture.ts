import { createHmac, randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type * as Solapi from "solapi";
import type { Clock } from "../../../src/common/clock";
import type { Logger } from "../../../src/common/logger";
import type { MessageEvent } from "../../../src/runtime/message/messageEvents";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../../src/runtime/provider/sandbox/sandbox";

export const API_KEY = "NCSTESTKEY000001";
export const API_SECRET = "TESTSECRET0000000000000000000001";
export const SENDER = "0212345678";
export const TO = "01012345678";
export const CHANNEL = "KA01PF260305010000000hakwonplus1";
export const TEMPLATE = "KA01TP260305010000000checkin0001";

const SOLAPI_ORIGIN = "https://api.solapi.com";

/** The SDK as published: a literal name would get it from the bundler, bound to the product's own transport. */
export const publishedSdk = (packageName = "solapi"): Promise<typeof Solapi> =>
  import(packageName) as Promise<typeof Solapi>;

export interface Signing {
  apiKey?: string;
  apiSecret?: string;
  date?: string;
  salt?: string;
}

export function authorization({
  apiKey = API_KEY,
  apiSecret = API_SECRET,
  date = new Date().toISOString(),
  salt = randomBytes(16).toString("hex"),
}: Signing = {}): string {
  const signature = createHmac("sha256", apiSecret)
    .update(date + salt)
    .digest("hex");
  return `HMAC-SHA256 apiKey=${apiKey}, date=${date}, salt=${salt}, signature=${signature}`;
}

export interface Answer {
  status: number;
  text: string;
  /** Empty where the text is no JSON object. */
  body: Record<string, unknown>;
}

/** A real sandbox in a folder of its own, the unmodified SDK pointed at it, and what it told. */
export class SandboxFixture {
  readonly events: MessageEvent[] = [];
  readonly logged: string[] = [];
  /** Added to the sandbox's clock. */
  aheadMs = 0;
  sandbox!: Sandbox;
  readonly #eventWaiters = new Set<() => void>();
  readonly #originalFetch = globalThis.fetch;
  #sdk: Solapi.SolapiMessageService | undefined;

  private constructor(readonly dataDir: string) {}

  static async start(options: Partial<SandboxOptions> = {}): Promise<SandboxFixture> {
    const fixture = new SandboxFixture(await fs.mkdtemp(path.join(os.tmpdir(), "sandbox-")));
    await fixture.startSandbox(options);
    return fixture;
  }

  async startSandbox(options: Partial<SandboxOptions> = {}): Promise<void> {
    const note = (text: string): void => void this.logged.push(text);
    const log: Logger = { debug() {}, info: note, warning: note, error: note };
    const clock: Clock = { now: () => Date.now() + this.aheadMs };
    const emit = (event: MessageEvent): void => {
      this.events.push(event);
      for (const waiter of this.#eventWaiters) waiter();
    };
    const { dataDir } = this;
    const base = { port: 0, dataDir, apiKey: API_KEY, apiSecret: API_SECRET, emit, log, clock, carrierDelayMs: 0 };
    this.sandbox = await startSandbox({ ...base, ...options });
  }

  /** The unmodified SDK; from here to the stop, the process' `fetch` leads from Solapi to the sandbox. */
  async sdk(): Promise<Solapi.SolapiMessageService> {
    if (this.#sdk) return this.#sdk;
    const { SolapiMessageService } = await publishedSdk();
    globalThis.fetch = (input, init) => {
      const url = String(input);
      return this.#originalFetch(
        url.startsWith(SOLAPI_ORIGIN) ? this.sandbox.baseUrl + url.slice(SOLAPI_ORIGIN.length) : url,
        init,
      );
    };
    this.#sdk = new SolapiMessageService(API_KEY, API_SECRET);
    return this.#sdk;
  }

  async call(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await this.#originalFetch(this.sandbox.baseUrl + url, {
      method,
      headers: { authorization: authorization(), "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: parsed(text) };
  }

  /** A group with one message for each recipient, not sent. */
  async group(messages: readonly object[], options: object = {}): Promise<{ groupId: string; codes: string[] }> {
    const { body: created } = await this.call("POST", "/messages/v4/groups", options);
    const groupId = String(created["groupId"]);
    const { body: added } = await this.call("PUT", `/messages/v4/groups/${groupId}/messages`, { messages });
    const codes = (added["resultList"] as { statusCode: string }[]).map(({ statusCode }) => statusCode);
    return { groupId, codes };
  }

  /** Resolves with the first such event, also one that came before. */
  event(matches: (event: MessageEvent) => boolean): Promise<MessageEvent> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.events.find(matches);
        if (!found) return;
        this.#eventWaiters.delete(look);
        resolve(found);
      };
      this.#eventWaiters.add(look);
      look();
    });
  }

  async stop(): Promise<void> {
    globalThis.fetch = this.#originalFetch;
    await this.sandbox.stop();
    await fs.rm(this.dataDir, { recursive: true, force: true });
  }
}

export const sms = (to: string = TO, text = "테스트"): { to: string; from: string; text: string } => ({
  to,
  from: SENDER,
  text,
});

export const alimtalk = (to: string = TO, disableSms = false): object => ({
  to,
  from: SENDER,
  text: "[학원플러스] 김민준 학생이 등원했습니다.",
  kakaoOptions: {
    pfId: CHANNEL,
    templateId: TEMPLATE,
    variables: { "#{student_name_3}": "김민준", "#{site_link}": "https://hakwonplus.example" },
    disableSms,
  },
});

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
