import * as l10n from "@vscode/l10n";
import { DEFAULT_REGION } from "../../runtime/queue/payload";
import { generationFacts, profileOf } from "../version/versionProfile";
import { queueNameSigns } from "../version/versionSigns";
import { runningCode } from "../version/runningCode";
import { workspaceSigns } from "../version/workspaceSigns";
import { parseAwsProfiles } from "./awsProfiles";
import { apiAddresses, reachable } from "./addresses";
import { composeProjects } from "./compose/composeProjects";
import type { ComposeProject } from "./compose/composeProjects";
import type { Candidate, Discovery, DiscoveryNote, ProposedEnvironment } from "./discovery";
import { knownVariables } from "./knownVariables";
import type { KnownVariables } from "./knownVariables";
import { rolesOf } from "./compose/serviceRoles";
import type { Roles } from "./compose/serviceRoles";
import { SettingsDraft } from "./settingsDraft";
import { proposeTenantData } from "./tenantDataProposal";
import type { WorkspaceSources } from "../workspaceFiles";

const USUAL_GENERATION = "2026-03";

/** Environments found in the files: one per compose project with an API or a worker, else one from the code alone. */
export function proposeEnvironments(sources: WorkspaceSources): Discovery {
  const projects = composeProjects(sources.files);
  const withBackend = projects.filter(({ services }) => {
    const { api, worker } = rolesOf(services);
    return api !== undefined || worker !== undefined;
  });
  const others = projects.filter((project) => !withBackend.includes(project)).flatMap(({ notes }) => notes);
  const hasCode = sources.files.some(({ file }) => /(?:^|\/)(?:manage\.py|\.env)$/.test(file));
  const environments =
    withBackend.length > 0
      ? withBackend.map((project) => propose(sources, project))
      : hasCode
        ? [propose(sources, undefined)]
        : [];
  return { environments: withDistinctNames(environments), notes: uniqueNotes([...sources.notes, ...others]) };
}

function propose(sources: WorkspaceSources, project: ComposeProject | undefined): ProposedEnvironment {
  const roles = project ? rolesOf(project.services) : { otherWorkers: [] };
  const variables = knownVariables(project, roles, sources.files);
  const draft = new SettingsDraft();
  const queueNames = variables.candidates("MESSAGING_SQS_QUEUE_NAME");
  const version = profileOf([...workspaceSigns(runningCode(sources)), ...queueNames.flatMap(queueNameSign)]);
  const tenantData = proposeTenantData(sources, variables, roles);

  draft.add("production", productionOf(project, variables, tenantData?.settingsModules ?? []));
  draft.require(
    "tenantCode",
    variables.candidates("TENANT_CODE", "DEFAULT_TENANT_CODE", "X_TENANT_CODE", "NEXT_PUBLIC_TENANT_CODE"),
  );
  draft.add("api.url", apiAddresses(roles, variables, tenantData !== undefined));
  if (roles.api && draft.has("api.url")) draft.add("api.container", containerOf(roles.api));

  draft.add("queue.name", [...queueNames, usual((version.facts ?? generationFacts[USUAL_GENERATION]).queueName)]);
  draft.add("queue.region", [...variables.candidates("AWS_REGION", "AWS_DEFAULT_REGION"), usual(DEFAULT_REGION)]);
  draft.add("queue.endpoint", reachable(variables.candidates("AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL"), project));
  const profiles = sources.awsConfig ? parseAwsProfiles(sources.awsConfig.text, sources.awsConfig.file) : [];
  draft.add(
    "queue.profile",
    variables.candidates("AWS_PROFILE"),
    profiles.map(({ name, at }) => ({ value: name, certainty: "guess", at })),
  );

  if (roles.worker) {
    draft.set("worker.kind", "container");
    draft.add("worker.name", [...containerOf(roles.worker), ...roles.otherWorkers.flatMap(containerOf)]);
  }
  if (tenantData) {
    draft.set("tenantData.kind", "django");
    draft.add("tenantData.project", [tenantData.project]);
    if (tenantData.python) draft.add("tenantData.python", [tenantData.python]);
    if (tenantData.container) draft.add("tenantData.container", [tenantData.container]);
    draft.add("tenantData.settingsModule", tenantData.settingsModules);
  }
  const solapi = variables.secrets.find(({ secret }) => secret === "solapiApiKey");
  const solapiUrls = reachable(variables.candidates("SOLAPI_BASE_URL"), project);
  if (solapi || solapiUrls.length > 0)
    draft.add("provider.url", [
      ...solapiUrls,
      { value: "https://api.solapi.com", certainty: "likely", ...(solapi && { at: solapi.at }) },
    ]);

  return {
    name: nameOf(sources, project),
    input: draft.input(),
    values: draft.values,
    missing: draft.missing,
    secrets: variables.secrets,
    notes: uniqueNotes([
      ...(project?.notes ?? []),
      ...variables.notes,
      ...differences(variables),
      ...mockMode(variables),
    ]),
    version,
  };
}

/** A name found in the code is already covered by the code's own signs. */
const queueNameSign = ({ value, at }: Candidate) => (at && !at.file.endsWith(".py") ? queueNameSigns(value) : []);

const usual = (value: string): Candidate => ({ value, certainty: "guess" });

function containerOf({ name, at, containerName }: NonNullable<Roles["worker"]>): Candidate[] {
  // Compose generates the container's name, which is unpredictable; the service is found by the container's labels.
  return containerName
    ? [{ value: containerName.value, certainty: "sure", at: containerName.at }]
    : [{ value: name, certainty: "likely", at }];
}

const PRODUCTION = /(?:^|[._-])(?:prod|production|live)(?:$|[._-])/i;

/** When in doubt, production: that only asks once more. */
function productionOf(
  project: ComposeProject | undefined,
  variables: KnownVariables,
  settingsModules: readonly Candidate[],
): Candidate<boolean>[] {
  const told = [
    ...settingsModules.slice(0, 1),
    ...variables.candidates("ENVIRONMENT", "APP_ENV", "DJANGO_ENV", "STAGE"),
  ];
  const sign = told.find(({ value }) => PRODUCTION.test(value));
  const isNamed = PRODUCTION.test(project?.variant ?? "");
  if (!sign && !isNamed) return [{ value: false, certainty: "guess" }];
  return [{ value: true, certainty: "likely", ...(sign?.at && { at: sign.at }) }];
}

/** The most frequent cause of all: API and worker use different queues or regions. */
function differences({ api, worker }: KnownVariables): DiscoveryNote[] {
  return ["MESSAGING_SQS_QUEUE_NAME", "AWS_REGION", "AWS_ENDPOINT_URL_SQS"].flatMap((name) => {
    const [ofApi, ofWorker] = [api.get(name), worker.get(name)];
    if (!ofApi?.value || !ofWorker?.value || ofApi.value === ofWorker.value) return [];
    const sentence = l10n.t("{0} differs: {1} in the API, {2} in the worker", name, ofApi.value, ofWorker.value);
    return [{ sentence, at: ofWorker.at }];
  });
}

function mockMode({ worker }: KnownVariables): DiscoveryNote[] {
  return ["SOLAPI_MOCK", "DEBUG"].flatMap((name) => {
    const variable = worker.get(name);
    if (!variable?.value || !/^(?:true|1|yes|on)$/i.test(variable.value)) return [];
    const sentence = l10n.t("{0}={1} in the worker: nothing is really sent", name, variable.value);
    return [{ sentence, at: variable.at }];
  });
}

function nameOf({ name }: WorkspaceSources, project: ComposeProject | undefined): string {
  const chosen = project?.variant ?? project?.name ?? name;
  const plain = chosen
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|(?<!-)-+$/g, "");
  return plain === "" || plain === "local" ? "backend" : plain;
}

function withDistinctNames(environments: ProposedEnvironment[]): ProposedEnvironment[] {
  const taken = new Set<string>();
  return environments.map((environment) => {
    let { name } = environment;
    for (let number = 2; taken.has(name); number++) name = `${environment.name}-${number}`;
    taken.add(name);
    return { ...environment, name };
  });
}

const uniqueNotes = (notes: readonly DiscoveryNote[]) =>
  notes.filter(({ sentence }, index) => notes.findIndex((each) => each.sentence === sentence) === index);
