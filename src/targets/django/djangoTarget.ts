import path from "node:path";
import * as l10n from "@vscode/l10n";
import type { Disposable } from "../../common/disposable";
import { ExpectedError } from "../../common/errors";
import { maskText } from "../../common/masking";
import type { LogRow, TenantSummary } from "../../runtime/stackClient";
import type { TenantSchema, TenantTarget } from "../environment";
import type { TenantDataSettings } from "../environmentSettings";
import { invalidSender, senderChanged, tenantNotFound } from "../tenantErrors";
import { DjangoHelper } from "./djangoHelper";
import type { HelperProcess } from "./helperProcess";
import { startLocalProcess } from "./helperProcess";
import { ANSWER_WITHIN_MS, HelperRefusal } from "./helperSession";
import { helperCode } from "./helperSource";

export type DjangoSettings = Extract<TenantDataSettings, { kind: "django" }>;

type HelperLogRow = Pick<LogRow, "id"> & Partial<LogRow> & { status?: string };

/**
 * Tenant data through the backend's own Django: its settings, its models, its validators, and no database password in
 * the editor.
 */
export class DjangoTarget implements TenantTarget, Disposable {
  readonly #helper: DjangoHelper;
  readonly #place: string;

  /** `place`: where the backend is, for `origin`. */
  constructor(place: string, start: () => HelperProcess, answerWithinMs = ANSWER_WITHIN_MS) {
    this.#place = place;
    this.#helper = new DjangoHelper(start, answerWithinMs);
  }

  get origin(): string {
    const { info } = this.#helper;
    return info
      ? l10n.t("Django helper ({0}, {1} {2})", this.#place, info.vendor, info.database)
      : l10n.t("Django helper ({0})", this.#place);
  }

  async schema(signal?: AbortSignal): Promise<TenantSchema> {
    const { senderMaxLength, ...fields } = (await this.#call("schema", {}, signal)) as TenantSchema;
    return { ...fields, ...(senderMaxLength && { senderMaxLength }) };
  }

  async tenants(afterId: number, limit: number, signal?: AbortSignal) {
    const answer = await this.#call("tenants", { afterId, limit }, signal);
    return answer as { total: number; tenants: TenantSummary[] };
  }

  async tenant(code: string, signal?: AbortSignal): Promise<TenantSummary> {
    return (await this.#call("tenant", { code }, signal)) as TenantSummary;
  }

  async record(code: string, signal?: AbortSignal) {
    return (await this.#call("record", { code }, signal)) as Awaited<ReturnType<TenantTarget["record"]>>;
  }

  async notificationLogs(afterId: number, code?: string, signal?: AbortSignal) {
    const rows: (LogRow & { status?: string })[] = [];
    // Until an empty page: how many a page holds is the helper's business.
    for (let after = afterId; ;) {
      const page = (await this.#call("logs", { afterId: after, code: code ?? null }, signal)) as HelperLogRow[];
      const last = page.at(-1);
      if (!last) return rows;
      rows.push(...page.map(toLogRow));
      after = Number(last.id);
    }
  }

  async lastLogId(code?: string, signal?: AbortSignal): Promise<number> {
    return (await this.#call("lastLogId", { code: code ?? null }, signal)) as number;
  }

  async setSender(code: string, expected: string, value: string, signal?: AbortSignal): Promise<TenantSummary> {
    return (await this.#call("setSender", { code, expected, value }, signal)) as TenantSummary;
  }

  async recipients(code: string, studentIds: readonly number[], sendTo: "student" | "parent", signal?: AbortSignal) {
    const numbers = await this.#call("recipients", { code, studentIds, sendTo }, signal);
    return (numbers as (string | null)[]).map((number) => (number ?? "").replace(/\D/g, "")).filter(Boolean);
  }

  dispose(): Promise<void> {
    return this.#helper.dispose();
  }

  async #call(operation: string, request: Record<string, unknown>, signal?: AbortSignal): Promise<unknown> {
    try {
      return await this.#helper.call({ ...request, operation }, signal);
    } catch (error) {
      throw error instanceof HelperRefusal ? sentenceFor(error, String(request["code"])) : error;
    }
  }
}

/** Paths are relative to `folder`, the process' own without it; `variables` are the backend's, likewise. */
export function createDjangoTarget(
  settings: DjangoSettings,
  folder = ".",
  variables: NodeJS.ProcessEnv = process.env,
): DjangoTarget {
  const project = path.resolve(folder, settings.project);
  // A name is looked up on PATH; a path is relative to the workspace like every other.
  const python = /[\\/]/.test(settings.python) ? path.resolve(folder, settings.python) : settings.python;
  const args = helperArguments(settings);
  return new DjangoTarget(path.basename(project), () => startLocalProcess(python, args, project, variables));
}

/** Of the interpreter, in the folder of manage.py. */
export function helperArguments({ settingsModule }: DjangoSettings): string[] {
  const settings = settingsModule === undefined ? [] : [`--settings=${settingsModule}`];
  // Without `-v 0` Django 5.2 tells on standard output what it imports.
  return ["manage.py", "shell", "-v", "0", ...settings, "-c", helperCode];
}

function toLogRow({ id, status, ...row }: HelperLogRow): LogRow & { status?: string } {
  const { sent_at = "", success = status === "sent", failure_reason = "", recipient_summary = "" } = row;
  return { id, sent_at, success, failure_reason, recipient_summary, ...(status !== undefined && { status }) };
}

function sentenceFor(error: HelperRefusal, code: string): ExpectedError {
  const { kind, message } = error.failure;
  const words = maskText(message);
  switch (kind) {
    case "no-tenant":
      return tenantNotFound(code);
    case "changed":
      return senderChanged(code, error);
    case "invalid":
      return invalidSender(words, error);
    case "no-model":
      return new ExpectedError(
        "model-not-found",
        l10n.t("This backend has no {0}", words),
        l10n.t("Check the folder and the settings module of this environment."),
        { cause: error },
      );
    case "database":
      return new ExpectedError(
        "database-error",
        l10n.t("The backend's database did not carry it out: {0}", words),
        l10n.t("Check that the database runs and that the backend's settings reach it."),
        { cause: error },
      );
    case "bug":
      return new ExpectedError(
        "helper-failed",
        l10n.t("The backend failed inside of the Django helper: {0}", words),
        l10n.t("Run `manage.py check` in the backend's folder with the interpreter and settings of this environment."),
        { cause: error },
      );
  }
}
