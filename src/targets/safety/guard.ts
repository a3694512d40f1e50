import * as l10n from "@vscode/l10n";
import type { Clock } from "../../common/clock";
import { systemClock } from "../../common/clock";
import { ExpectedError, messageOf } from "../../common/errors";
import type { Environment } from "../environment";
import type { VersionProfile } from "../version/versionProfile";
import type { AuditLog, NewAuditEntry } from "./auditLog";
import { requireConfirmation } from "./confirmation";
import type { Confirmation } from "./confirmation";
import { writersOf } from "./openedEnvironment";
import { notOffered, performerOf } from "./performWrite";
import { proveBody, proveRequest } from "./recipients";
import { requireSameBackend } from "./sameBackend";
import { requireSenderHonoured } from "./senderField";
import { previewOf } from "./write";
import type { Preview, Write, WriteKind, WriteOf, WriteResults } from "./write";

/** Checks older than this are repeated before the write. */
const FRESH_MS = 60_000;

export interface GuardOptions {
  audit: AuditLog;
  /** Refuses to set a sender that this version ignores. */
  version?: VersionProfile;
  signal?: AbortSignal;
  clock?: Clock;
}

/** Only the guard creates one. */
const granted = Symbol("granted");

interface Granted<K extends WriteKind> {
  readonly [granted]: true;
  readonly kind: K;
  /** The environment that it was granted for. */
  readonly environment: Environment;
  readonly purpose: WriteOf<K>;
  /**
   * Makes the write of `purpose`, once. Errors: `write-used` if it was already made; `production-read-only` if the
   * confirmation has expired; `audit-unwritable` before anything is done; those of the write itself.
   */
  write(signal?: AbortSignal): Promise<WriteResults[K]>;
}

/** Permission for one write to one environment, once. */
export type WritableEnvironment<K extends WriteKind = WriteKind> = { [Kind in K]: Granted<Kind> }[K];

/** A write that passed every check that needs no person. */
export interface PreparedWrite<K extends WriteKind> {
  readonly preview: Preview;
  /** The tenant whose code confirms the write in production. */
  readonly tenantCode: string;
  /** Error: `production-read-only` without a person's confirmation. */
  grant(confirmation?: Confirmation): Promise<WritableEnvironment<K>>;
}

/** Whether this environment supports the write; other requirements are checked by prepareWrite. */
export function offersWrite(environment: Environment, write: Write): boolean {
  const writers = writersOf(environment);
  return writers !== undefined && performerOf(writers, write) !== undefined;
}

/**
 * Guards everything that writes, sends or costs money. A write is
 *
 *     checked ─▶ granted ─▶ recorded as begun ─▶ made ─▶ recorded as done | failed
 *        └──────────┴─▶ recorded as refused
 *
 * Checked: the environment was opened, a test send reaches only allowed recipients of the same backend, the backend
 * honours the field. Granted: production is confirmed. The record comes first: a write that cannot be recorded is not
 * made.
 */
export async function prepareWrite<W extends Write>(
  environment: Environment,
  write: W,
  options: GuardOptions,
): Promise<PreparedWrite<W["kind"]>> {
  const guarded = new GuardedWrite(environment, write, options);
  await guarded.check();
  return guarded as unknown as PreparedWrite<W["kind"]>;
}

class GuardedWrite {
  readonly #environment: Environment;
  readonly #write: Write;
  readonly #options: GuardOptions;
  readonly #clock: Clock;
  readonly #id: string;
  #recipients: readonly string[] = [];
  #checkedAt = 0;
  #isUsed = false;

  constructor(environment: Environment, write: Write, options: GuardOptions) {
    this.#environment = environment;
    this.#write = structuredClone(write);
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#id = options.audit.newId();
  }

  get preview(): Preview {
    return previewOf(this.#environment, this.#write, this.#recipients);
  }

  get tenantCode(): string {
    return "tenantCode" in this.#write ? this.#write.tenantCode : this.#environment.tenantCode;
  }

  async check(): Promise<void> {
    await this.#orRefused(async () => {
      this.#performer();
      this.#recipients = await this.#prove();
    });
    this.#checkedAt = this.#clock.now();
  }

  async grant(confirmation?: Confirmation): Promise<Granted<WriteKind>> {
    await this.#requireConfirmed(confirmation);
    return {
      [granted]: true,
      kind: this.#write.kind,
      environment: this.#environment,
      purpose: this.#write as WriteOf<WriteKind>,
      write: (signal) => this.#make(confirmation, signal),
    };
  }

  async #make(confirmation: Confirmation | undefined, signal?: AbortSignal): Promise<WriteResults[WriteKind]> {
    if (this.#isUsed) throw used();
    this.#isUsed = true;
    await this.#requireConfirmed(confirmation);
    if (this.#clock.now() - this.#checkedAt > FRESH_MS) await this.check();
    const perform = this.#performer();
    const entry = this.#entry();
    await this.#options.audit.append({ ...entry, outcome: "begun" });
    // If the second record fails, the first stands: the write may have been made.
    const ended = (end: Pick<NewAuditEntry, "outcome" | "reason">) =>
      this.#options.audit.append({ ...entry, ...end }).catch(() => undefined);
    try {
      const result = await perform(signal);
      await ended({ outcome: "done" });
      return result;
    } catch (error) {
      await ended({ outcome: "failed", reason: messageOf(error) });
      throw error;
    }
  }

  #performer() {
    const writers = writersOf(this.#environment);
    if (!writers) throw notOpened(this.#environment);
    const perform = performerOf(writers, this.#write);
    if (!perform) throw notOffered(this.#environment.name, this.#write);
    return perform;
  }

  /** Throws if the write is forbidden. Resolves with the recipients of a test send. */
  async #prove(): Promise<readonly string[]> {
    const write = this.#write;
    const { version, signal } = this.#options;
    switch (write.kind) {
      case "send": {
        const recipients = await proveRequest(this.#environment, write.tenantCode, write.request, signal);
        if (this.#environment.allowedRecipients !== undefined)
          await requireSameBackend(this.#environment, write.tenantCode, signal);
        return recipients;
      }
      case "enqueue":
      case "hand-to-worker":
      case "edit-held":
        return proveBody(this.#environment, write.body);
      case "set-sender":
        // An undo is allowed even if the backend ignores the field.
        if (write.undoes === undefined) requireSenderHonoured(version);
        return [];
      default:
        return [];
    }
  }

  #requireConfirmed(confirmation: Confirmation | undefined): Promise<void> {
    return this.#orRefused(() => requireConfirmation(this.#environment, this.tenantCode, confirmation, this.#clock));
  }

  async #orRefused(check: () => void | Promise<void>): Promise<void> {
    try {
      await check();
    } catch (error) {
      await this.#options.audit.append({ ...this.#entry(), outcome: "refused", reason: messageOf(error) });
      throw error;
    }
  }

  #entry(): Omit<NewAuditEntry, "outcome"> {
    const { name, isProduction } = this.#environment;
    const write = this.#write;
    return {
      id: this.#id,
      environment: name,
      production: isProduction,
      tenantCode: this.tenantCode,
      kind: write.kind,
      ...this.preview,
      ...(write.kind === "set-sender" && { before: write.before, after: write.after }),
      ...(write.kind === "set-sender" && write.undoes !== undefined && { undoes: write.undoes }),
    };
  }
}

const notOpened = ({ name }: Environment) =>
  new ExpectedError("not-offered", l10n.t("{0} was not opened here, so nothing can be written to it", name));

const used = () =>
  new ExpectedError("write-used", l10n.t("Nothing was changed: this was done already"), l10n.t("Ask for it again."));
