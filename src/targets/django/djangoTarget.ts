import path from "node:path";
import * as l10n from "@vscode/l10n";
import type { Disposable } from "../../common/disposable";
import type { StudentSummary, TenantSummary } from "../../runtime/control/stackContract";
import type { StudentNumber, TenantSchema, TenantTarget } from "../environment";
import type { TenantDataSettings } from "../settings/environmentSettings";
import type { SpawnedProcess } from "../docker/containerProcess";
import { logRowOf } from "../tenants/logRow";
import type { TenantLogRow } from "../tenants/logRow";
import type { TenantWriter } from "../writers";
import { DjangoHelper } from "./djangoHelper";
import { HelperRefusal, sentenceFor } from "./helperErrors";
import { startLocalProcess } from "./helperProcess";
import { HELPER_ANSWER_WITHIN_MS } from "./helperSession";
import { helperCode } from "./helperSource";

export type DjangoSettings = Extract<TenantDataSettings, { kind: "django" }>;

/**
 * Tenant data through the backend's own Django: its settings, models and validators, without a database password in the
 * editor.
 */
export class DjangoTarget implements TenantTarget, TenantWriter, Disposable {
  readonly #helper: DjangoHelper;
  readonly #place: string;

  /** `place`: the backend's location, for `origin`. */
  constructor(place: string, start: () => Promise<SpawnedProcess>, answerWithinMs = HELPER_ANSWER_WITHIN_MS) {
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
    const rows: TenantLogRow[] = [];
    // Reads until an empty page: the helper decides the page size.
    for (let after = afterId; ;) {
      const page = (await this.#call("logs", { afterId: after, code: code ?? null }, signal)) as Parameters<
        typeof logRowOf
      >[0][];
      const last = page.at(-1);
      if (!last) return rows;
      rows.push(...page.map(logRowOf));
      after = Number(last.id);
    }
  }

  async newestLogs(limit: number, code?: string, signal?: AbortSignal): Promise<TenantLogRow[]> {
    const rows = await this.#call("newestLogs", { limit, code: code ?? null }, signal);
    return (rows as Parameters<typeof logRowOf>[0][]).map(logRowOf);
  }

  async lastLogId(code?: string, signal?: AbortSignal): Promise<number> {
    return (await this.#call("lastLogId", { code: code ?? null }, signal)) as number;
  }

  async setSender(code: string, expected: string, value: string, signal?: AbortSignal): Promise<TenantSummary> {
    return (await this.#call("setSender", { code, expected, value }, signal)) as TenantSummary;
  }

  async recipients(code: string, studentIds: readonly number[], sendTo: "student" | "parent", signal?: AbortSignal) {
    return (await this.#call("recipients", { code, studentIds, sendTo }, signal)) as StudentNumber[];
  }

  async students(code: string, search: string, limit: number, signal?: AbortSignal): Promise<StudentSummary[]> {
    return (await this.#call("students", { code, search, limit }, signal)) as StudentSummary[];
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

/**
 * Runs on this machine or in a container. In a container, paths and variables are the container's. Otherwise paths are
 * relative to `folder`, and `variables` are the helper's environment.
 */
export function createDjangoTarget(
  settings: DjangoSettings,
  folder = ".",
  variables: NodeJS.ProcessEnv = process.env,
): DjangoTarget {
  if (settings.container !== undefined) return new DjangoTarget(settings.container, () => startInContainer(settings));
  const project = path.resolve(folder, settings.project);
  // A bare name is looked up on PATH; a path is relative to the workspace like all others.
  const { python: given = defaultPython() } = settings;
  const python = /[\\/]/.test(given) ? path.resolve(folder, given) : given;
  const args = helperArguments("manage.py", settings);
  return new DjangoTarget(path.basename(project), () =>
    Promise.resolve(startLocalProcess(python, args, project, variables)),
  );
}

/** Python's own installer for Windows provides no python3. */
export const defaultPython = (platform: NodeJS.Platform = process.platform): string =>
  platform === "win32" ? "python" : "python3";

async function startInContainer({ container = "", docker, project, python = "python3", ...settings }: DjangoSettings) {
  const [{ DockerEngine }, { startContainerProcess }] = await Promise.all([
    import("../docker/dockerEngine"),
    import("../docker/containerProcess"),
  ]);
  return startContainerProcess(new DockerEngine(docker?.host), container, {
    command: [python, ...helperArguments(path.posix.join(project, "manage.py"), settings)],
    env: { PYTHONDONTWRITEBYTECODE: "1" },
    // The engine accepts only an absolute one; Python finds the project by manage.py's path.
    ...(path.posix.isAbsolute(project) && { workingDirectory: project }),
  });
}

/** Arguments of the interpreter. */
export function helperArguments(managePy: string, { settingsModule }: Pick<DjangoSettings, "settingsModule">) {
  const settings = settingsModule === undefined ? [] : [`--settings=${settingsModule}`];
  // Without `-v 0` Django 5.2 prints its imports on standard output.
  return [managePy, "shell", "-v", "0", ...settings, "-c", helperCode];
}
