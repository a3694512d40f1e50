import * as vscode from "vscode";
import type { CommandMap } from "../../host/commandIds";
import type { InboxMessage } from "../../runtime/provider/sandbox/messages/inbox";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { PhonePanel } from "../../webviews/phonePanel";
import type { PhonePage, PhoneView } from "../../webviews/protocol";
import type { TestMessage } from "../../window/messages/testMessage";
import { traceIdArgument } from "../arguments";
import type { CommandContext } from "../context";
import { phoneMessageOf } from "./phoneMessage";

/** How many messages the phone offers. */
const MESSAGES = 100;

export const getPhoneCommands = (phone: Phone): CommandMap => ({
  "messaging.phone.preview": (message) => phone.preview(message),
});

/** The window's only phone: shows messages as their recipients see them. */
export class Phone {
  readonly #context: CommandContext;
  readonly #sendOf: (traceId: string) => TestMessage | undefined;
  #panel: PhonePanel | undefined;

  /** `sendOf`: returns what was sent from here for a trace, if anything. */
  constructor(context: CommandContext, sendOf: (traceId: string) => TestMessage | undefined) {
    this.#context = context;
    this.#sendOf = sendOf;
  }

  async preview(argument: unknown): Promise<PhonePage> {
    const { stack, extension } = this.#context;
    if (!this.#panel) {
      const phone = new (this.#context.panels().PhonePanel)(extension.extensionUri, {
        models: this.#context.knowledge(),
        messages: () => this.#messages(),
        onChange: (listener) => {
          const events = stack.events.subscribe(({ type }) => {
            if (type.startsWith("provider.")) listener();
          });
          return new vscode.Disposable(() => events.dispose());
        },
      });
      phone.onDidDispose(() => (this.#panel = undefined));
      this.#panel = phone;
    }
    const phone = this.#panel;
    await phone.show(traceIdArgument(argument));
    return phone.page;
  }

  /** How one message looks; undefined if neither the sandbox nor this workspace has its text. */
  async viewOf({ traceId }: MessageTrace): Promise<PhoneView | undefined> {
    const messages = await this.#context.stack.client?.inbox(traceId).catch(() => []);
    const message = messages?.at(-1) ?? this.#textOf(traceId);
    return message && this.#context.knowledge().phoneView(message);
  }

  /** What the sandbox sent or, for a real environment, what was sent to it from here. Newest first. */
  async #messages(): Promise<InboxMessage[]> {
    const { stack, environment, messages } = this.#context;
    if (environment.isLocal) return (await stack.client?.inbox())?.reverse().slice(0, MESSAGES) ?? [];
    const sends = await messages.recent(MESSAGES);
    return sends.flatMap(({ traceId }) => this.#textOf(traceId) ?? []);
  }

  /** A message sent from here, as it should look: nobody can see what its recipient received. */
  #textOf(traceId: string): InboxMessage | undefined {
    const trace = this.#context.messages.known.find((each) => each.traceId === traceId);
    const send = this.#sendOf(traceId);
    return trace && send && phoneMessageOf(trace, send);
  }
}
