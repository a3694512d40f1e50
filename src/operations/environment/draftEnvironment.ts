import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type {
  Candidate,
  Certainty,
  DiscoveredValue,
  Place,
  ProposedEnvironment,
} from "../../targets/discovery/discovery";
import type { Environment } from "../../targets/environment";
import type { EnvironmentInput } from "../../targets/settings/environmentSettings";
import type { Choice } from "../interaction";
import type { OperationContext } from "../operation";
import { checkEnvironment } from "./checkEnvironment";
import { discoverEnvironments } from "./discoverEnvironments";
import { partTitle } from "./partCheck";
import type { PartCheck } from "./partCheck";

/** Settings of a discovered backend that the user is still changing. */
export interface EnvironmentDraft {
  proposed: ProposedEnvironment;
  input: EnvironmentInput;
  /** Empty if nothing was checked. */
  checks: readonly PartCheck[];
}

export interface DraftOptions {
  /** Name of the proposal to take; asked for if there are several. */
  name?: string | undefined;
  tenantCode?: string | undefined;
  /** Called with the draft before each question about it. */
  show(draft: EnvironmentDraft): Promise<void>;
  /**
   * Opens the drafted environment for a check, which runs the backend's own code (manage.py) and calls addresses from
   * the folder's files. Absent where the user does not trust the folder: nothing is checked.
   */
  open?(name: string, input: EnvironmentInput): Promise<Environment>;
}

/**
 * Finds a backend in a folder's files, checks it, and lets the user change its values until they accept the draft. The
 * caller writes it to its settings. Undefined: the user cancelled, or nothing has that name. Errors: `no-folder`,
 * `nothing-discovered`, `environment-invalid`.
 */
export async function draftEnvironment(
  folder: string,
  options: DraftOptions,
  context: OperationContext,
): Promise<EnvironmentDraft | undefined> {
  const { interaction } = context;
  const proposed = await chooseProposal(folder, options.name, context);
  if (!proposed) return undefined;
  const tenantCode = options.tenantCode ?? proposed.input.tenantCode ?? (await askTenantCode(proposed.name, context));
  if (tenantCode === undefined) return undefined;
  let draft: EnvironmentDraft = { proposed, input: { ...proposed.input, tenantCode }, checks: [] };
  draft = await checked(draft, options, context);
  for (;;) {
    await options.show(draft);
    const title = l10n.t("Environment {0}: save it, or choose a value to change", proposed.name);
    const choice = await interaction.choose(title, choicesOf(draft));
    if (choice === undefined) return undefined;
    if (choice === "write") return draft;
    if (choice === "check") draft = await checked(draft, options, context);
    else if (choice === "add-worker") draft = await withWorker(draft, context);
    else draft = await withChange(draft, choice, context);
  }
}

async function chooseProposal(
  folder: string,
  wanted: string | undefined,
  { interaction, signal }: OperationContext,
): Promise<ProposedEnvironment | undefined> {
  interaction.progress(l10n.t("Looking for a messaging backend"));
  const { environments, notes } = await discoverEnvironments(folder, { signal });
  if (environments.length === 0) {
    throw new ExpectedError(
      "nothing-discovered",
      notes[0]?.sentence ?? l10n.t("No compose file, .env or manage.py here points to a messaging backend"),
      l10n.t("Describe it in the setting messaging.environments."),
    );
  }
  if (wanted !== undefined) return environments.find(({ name }) => name === wanted);
  if (environments.length === 1) return environments[0];
  const choices = environments.map((proposed) => ({
    label: proposed.name,
    icon: proposed.input.production ? "lock" : "server-environment",
    description: [proposed.input.api?.url, proposed.input.queue?.name].filter(Boolean).join(" · "),
    detail: proposed.notes[0]?.sentence ?? "",
    value: proposed,
  }));
  return interaction.choose(l10n.t("Choose one to inspect"), choices);
}

const askTenantCode = (name: string, { interaction }: OperationContext) =>
  interaction.ask({
    title: l10n.t("Environment {0}", name),
    prompt: l10n.t("The tenant's code, as in the header X-Tenant-Code"),
    check: (value) => (value.trim() === "" ? l10n.t("Every request names a tenant") : undefined),
  });

async function checked(
  draft: EnvironmentDraft,
  { open }: DraftOptions,
  context: OperationContext,
): Promise<EnvironmentDraft> {
  if (!open) return draft;
  const environment = await open(draft.proposed.name, draft.input);
  try {
    return { ...draft, checks: (await checkEnvironment(environment, context)).parts };
  } finally {
    await environment.dispose();
  }
}

type DraftChoice = "write" | "check" | "add-worker" | DiscoveredValue;

function choicesOf({ proposed, input, checks }: EnvironmentDraft): Choice<DraftChoice>[] {
  const failed = checks.filter(({ status }) => status === "failed").map(({ part }) => partTitle(part));
  return [
    {
      label: l10n.t("Write to the settings"),
      icon: "save",
      description: failed.length > 0 ? l10n.t("not in order: {0}", failed.join(", ")) : "",
      value: "write",
    },
    { label: l10n.t("Check again"), icon: "refresh", value: "check" },
    ...(input.worker
      ? []
      : [
          {
            label: l10n.t("Add a worker"),
            icon: "add",
            description: l10n.t("no file here names one"),
            value: "add-worker" as const,
          },
        ]),
    ...proposed.values.map((value) => ({
      label: value.path,
      icon: value.certainty === "sure" ? "pass" : "question",
      description: String(value.value),
      detail: [certaintyText(value.certainty), placeText(value.at), alternativesText(value)]
        .filter(Boolean)
        .join(" · "),
      value,
    })),
  ];
}

/** Adds the container that the user names. Cancelled: the draft stays as it is. */
async function withWorker(draft: EnvironmentDraft, { interaction }: OperationContext): Promise<EnvironmentDraft> {
  const typed = await interaction.ask({
    title: l10n.t("Add a worker"),
    prompt: l10n.t("The name of the worker's container, or of its compose service"),
    value: "academy-messaging-worker",
    check: (value) => (value.trim() === "" ? l10n.t("The name is empty") : undefined),
  });
  const name = typed?.trim() ?? "";
  if (name === "") return draft;
  const added: DiscoveredValue = { path: "worker.name", value: name, certainty: "sure", alternatives: [] };
  const proposed = { ...draft.proposed, values: [...draft.proposed.values, added] };
  return { ...draft, proposed, input: { ...draft.input, worker: { kind: "container", name } } };
}

const alternativesText = ({ alternatives }: DiscoveredValue) =>
  alternatives.length === 0 ? "" : l10n.t("or {0}", alternatives.map(({ value }) => String(value)).join(", "));

/** Replaces the value with an alternative, or with what the user types. Cancelled: the draft stays as it is. */
async function withChange(
  draft: EnvironmentDraft,
  changed: DiscoveredValue,
  { interaction }: OperationContext,
): Promise<EnvironmentDraft> {
  const { path, value } = changed;
  const candidates =
    typeof value === "boolean" ? [{ value: true }, { value: false }] : changed.alternatives.map(withOrigin);
  const choices: Choice<{ value: string | boolean } | "type">[] = candidates.map((each) => ({
    label: String(each.value),
    ...("origin" in each && { description: String(each.origin) }),
    value: each,
  }));
  if (typeof value !== "boolean") choices.push({ label: l10n.t("Type another value"), icon: "edit", value: "type" });
  const picked = await interaction.choose(path, choices);
  if (!picked) return draft;
  const chosen =
    picked === "type" ? (await interaction.ask({ title: path, value: String(value) }))?.trim() : picked.value;
  if (chosen === undefined || chosen === "") return draft;
  const values = draft.proposed.values.map((each) => (each === changed ? { ...each, value: chosen } : each));
  return { ...draft, proposed: { ...draft.proposed, values }, input: withValue(draft.input, path, chosen) };
}

const withOrigin = (candidate: Candidate<string | boolean>) => ({
  value: candidate.value,
  origin: originOf(candidate),
});

/** Sets the value at a path of one or two parts, such as `queue.name`. */
function withValue(input: EnvironmentInput, path: string, value: string | boolean): EnvironmentInput {
  const [part = "", key] = path.split(".");
  const settings: Record<string, unknown> = input;
  const changed = key === undefined ? value : { ...(settings[part] as object | undefined), [key]: value };
  return { ...input, [part]: changed };
}

const originOf = ({ at, certainty }: Candidate<string | boolean>) => placeText(at) || certaintyText(certainty);

/** `docker-compose.yml:12`; empty without a place. */
export const placeText = (at: Place | undefined): string => (at ? `${at.file}:${at.line}` : "");

export function certaintyText(certainty: Certainty): string {
  switch (certainty) {
    case "sure":
      return l10n.t("sure");
    case "likely":
      return l10n.t("likely");
    case "guess":
      return l10n.t("default value, not found anywhere");
  }
}
