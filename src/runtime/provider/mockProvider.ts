import { randomUUID } from "node:crypto";
import { maskNumber } from "../../common/masking";
import type { Logger } from "../../common/logger";
import type { GroupStatus, IntakeResult, OutgoingMessage, Provider } from "./provider";
import { INTAKE_ACCEPTED } from "./provider";

/**
 * The backend's mock mode (SOLAPI_MOCK or DEBUG): accepts everything and sends nothing. It exists because people run
 * into that mode; its log lines and `mock-` group ids match the backend's.
 */
export class MockProvider implements Provider {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  warmUp(): Promise<void> {
    return Promise.resolve();
  }

  createGroup(): Promise<string> {
    return Promise.resolve(`mock-${randomUUID()}`);
  }

  addMessages(_groupId: string, messages: readonly OutgoingMessage[]): Promise<IntakeResult[]> {
    return Promise.resolve(
      messages.map(({ to, from, alimtalk }) => {
        const shown = JSON.stringify({ to: maskNumber(to), from: maskNumber(from) });
        this.#log.info(`[MockSolapi] 발송 스킵 (실제 API 미호출) ${shown}`);
        const type = alimtalk ? "ATA" : "SMS";
        return { providerMessageId: `mock-${randomUUID()}`, code: INTAKE_ACCEPTED, message: "mock", type };
      }),
    );
  }

  sendGroup(): Promise<void> {
    return Promise.resolve();
  }

  groupStatus(): Promise<GroupStatus> {
    return Promise.resolve("sent");
  }
}
