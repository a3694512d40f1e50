import { createRequire } from "node:module";
import path from "node:path";
import * as vscode from "vscode";
import type { CommandContext } from "./commands/context";
import { createOperationRunner } from "./commands/operationRunner";
import { getDiagnosisCommands } from "./commands/diagnosis/diagnosisCommands";
import { Documents } from "./commands/documents";
import { CheckMemory } from "./window/environments/checkMemory";
import { getStudentCommands } from "./commands/tenant/studentCommands";
import { getResendCommands } from "./commands/inquiry/resendCommands";
import { HeldSessions } from "./commands/debugging/heldSessions";
import { getDebugCommands, registerMessageDebugger } from "./commands/debugging/debugCommands";
import type { DebuggedStacks } from "./commands/debugging/debuggedStacks";
import { getAuditCommands } from "./commands/environment/auditCommands";
import { getNotificationLogCommands } from "./commands/tenant/notificationLogCommands";
import { getDiscoveryCommands } from "./commands/environment/environmentDiscovery";
import { getEnvironmentCommands } from "./commands/environment/environmentCommands";
import { registerPrograms } from "./commands/program/programProviders";
import { getSecretCommands } from "./commands/environment/secretCommands";
import { getLayerCommands } from "./commands/stack/layerCommands";
import { getFaultCommands } from "./commands/stack/faultCommands";
import { FindingStore } from "./window/findings/findingStore";
import type { InquiryPages } from "./commands/inquiry/inquiryPages";
import { loadLater } from "./commands/laterModule";
import { getFindingCommands } from "./commands/diagnosis/findingCommands";
import { getGeneralCommands } from "./commands/generalCommands";
import { IgnoredFindings } from "./operations/diagnosis/ignoredFindings";
import { getLocalStackCommands } from "./commands/stack/localStackCommands";
import { getLogCommands } from "./commands/log/logCommands";
import { MessageHistory } from "./window/messages/messageHistory";
import { getMessageCommands } from "./commands/message/messageCommands";
import { getPhoneCommands, Phone } from "./commands/message/phoneCommands";
import { getQueueCommands } from "./commands/stack/queueCommands";
import { SendMemory } from "./window/messages/sendMemory";
import { getSenderCommands } from "./commands/sender/senderCommands";
import { getStackCommands } from "./commands/stack/stackCommands";
import { getTenantCommands } from "./commands/tenant/tenantCommands";
import type * as Automation from "./commands/automation/automationEntry";
import { createTestSender } from "./commands/message/testSender";
import { getTraceCommands } from "./commands/trace/traceCommands";
import { getWorkerCommands } from "./commands/stack/workerCommands";
import { DisposableStack } from "./common/disposable";
import { lazyBundle } from "./common/lazyBundle";
import { registerCommands } from "./host/commands";
import { Environments } from "./window/environments/configuredEnvironments";
import { setContextKey } from "./host/contextKeys";
import { configureEditorLanguage } from "./host/editorLanguage";
import { createLogChannel, loggerOf } from "./host/outputLogs";
import { Notifier } from "./host/toasts/notifier";
import { createEditorInteraction } from "./host/editorInteraction";
import { ScriptedInteraction } from "./host/scriptedInteraction";
import { Secrets } from "./host/secrets";
import { SelectedEnvironment } from "./window/environments/selectedEnvironment";
import { Settings } from "./host/editorSettings";
import { createStack } from "./window/stack/stackOfWindow";
import { trustedFolder, workspaceFolder } from "./host/workspace";
import { isOfWorkspace } from "./targets/settings/settingScopes";
import type * as KnowledgeEntry from "./logs/knowledge";
import type * as OperationsEntry from "./operations/operationsEntry";
import type * as PanelsEntry from "./webviews/panelsEntry";
import type * as EnvironmentsEntry from "./targets/environmentsEntry";
import type { StackClient } from "./runtime/control/stackClient";
import { registeredSenders } from "./window/environments/liveLayers";
import type * as LayersEntry from "./views/layers/layersEntry";
import { createViews } from "./views/views";

const owned = new DisposableStack();

/** Called by VS Code at the first use. Registers and returns: the stack starts on request. */
export function activate(extension: vscode.ExtensionContext): TestDoor | undefined {
  const startedAt = performance.now();
  const language = configureEditorLanguage();
  const output = owned.push(createLogChannel("Messaging"));
  const log = loggerOf(output);
  const settings = new Settings(log);
  const memory = new SendMemory(extension.workspaceState);
  const distDir = path.join(extension.extensionPath, "dist");
  const later = () => loadLater(distDir, vscode.l10n.bundle);
  const stack = owned.push(
    createStack({
      extension,
      settings,
      log,
      distDir,
      startStack: (...given) => later().startStack(...given),
      tenantCode: () => memory.lastLocal().tenantCode,
    }),
  );
  const secrets = new Secrets(extension.secrets, extension.globalState, (name) =>
    isOfWorkspace(settings.scopes("environments"), name) ? (workspaceFolder() ?? "user") : "user",
  );
  owned.push(secrets.watch());
  const { bundle: texts = {} } = vscode.l10n;
  const operations = lazyBundle<typeof OperationsEntry>(distDir, "operations", texts);
  const createLocal = (client: StackClient) => operations().createLocalEnvironment(client);
  const environmentsModule = lazyBundle<typeof EnvironmentsEntry>(distDir, "environments", texts);
  const environments = owned.push(
    new Environments({
      settings,
      secrets,
      log,
      load: environmentsModule,
      local: async () => createLocal(await stack.start()),
      stateDir: () => stack.stateDir,
    }),
  );
  const environment = new SelectedEnvironment(environments, stack, createLocal);
  const kept = () => settings.get("messages.kept");
  const findings = owned.push(new FindingStore(stack));
  const messages = owned.push(new MessageHistory(stack, environment, findings, extension.workspaceState, kept));
  const ignored = new IgnoredFindings(trustedFolder);
  const documents = new Documents(owned);
  const notifier = new Notifier();
  const editor = createEditorInteraction(notifier);
  const interaction = isTest(extension) ? new ScriptedInteraction(editor) : editor;
  const layers = lazyBundle<typeof LayersEntry>(distDir, "layers", texts);
  const views = owned.push(
    createViews({ stack, settings, log, environment, findings, ignored, messages, module: layers }),
  );
  owned.push(
    views.layers.changed.subscribe(() => {
      const { state } = views.layers;
      if (state.kind === "live" && state.snapshot) findings.measured(state.snapshot);
    }),
  );
  const operation: CommandContext["operation"] = (
    signal = new AbortController().signal,
    progress = interaction.progress,
  ) => {
    const workspace = trustedFolder();
    return {
      signal,
      interaction: { ...interaction, progress },
      audit: new (operations().AuditLog)(stack.stateDir),
      language,
      ...(workspace !== undefined && { workspace }),
    };
  };
  const context: CommandContext = {
    extension,
    stack,
    messages,
    findings,
    settings,
    language,
    secrets,
    environment,
    environments,
    notifier,
    log,
    output,
    owned,
    environmentsModule,
    operations,
    interaction,
    operation,
    perform: createOperationRunner(environment, operation),
    knowledge: lazyBundle<typeof KnowledgeEntry>(distDir, "knowledge", texts),
    panels: lazyBundle<typeof PanelsEntry>(distDir, "panels", texts),
    senders: () => registeredSenders(views.layers.state),
    execute: (id, ...args) => Promise.resolve(vscode.commands.executeCommand(id, ...args)),
    refresh: async () => {
      if (environment.isLocal) await stack.join();
      await Promise.all([views.layers.measure(), views.refresh()]);
    },
  };
  const sender = createTestSender(context, memory);
  const phone = new Phone(context, (traceId) => memory.of(traceId));
  const tools = {
    context,
    environments,
    secrets,
    documents,
    checks: new CheckMemory(extension.workspaceState),
  };
  const changed = () => {
    findings.forgetVerdicts();
    return views.refresh();
  };
  let pages: InquiryPages | undefined;
  const inquiries = () => (pages ??= new (later().InquiryPages)(context, documents));
  const host = { log, notifier: context.notifier, showLog: () => output.show(true) };
  const heldSessions = owned.push(new HeldSessions());
  owned.push(
    registerCommands(
      host,
      getStackCommands(context),
      getWorkerCommands(context),
      getMessageCommands(context, memory, sender),
      getDiagnosisCommands(context, { memory, documents }),
      getFindingCommands(context, { findings, ignored, documents, changed }),
      getSenderCommands(context, memory, sender),
      getQueueCommands(context, documents),
      getAuditCommands(context, documents),
      {
        "messaging.message.reproduce": (message) =>
          later().reproduceMessage(context, (id) => memory.sentOf(id), message),
        "messaging.scenario.save": (message) => later().saveAsScenario(context, (id) => memory.sentOf(id), message),
      },
      {
        "messaging.message.find": (phrase) => inquiries().find(phrase),
        "messaging.message.export": (messages, file) => inquiries().export(messages, file),
        "messaging.report.open": (file, id) => inquiries().openReport(file, id),
      },
      getResendCommands(context),
      getDebugCommands(context, later, heldSessions),
      getStudentCommands(context),
      getNotificationLogCommands(context, documents),
      getFaultCommands(context, sender),
      getLayerCommands(context, memory),
      getEnvironmentCommands(tools),
      getDiscoveryCommands(tools),
      getSecretCommands(tools),
      getLocalStackCommands(context, documents),
      getTenantCommands(views.tenantPages),
      getTraceCommands(context, { sentOf: (traceId) => memory.sentOf(traceId), phone }),
      getPhoneCommands(phone),
      getLogCommands(context),
      getGeneralCommands(context),
    ),
  );
  owned.push(registerPrograms(context, later, distDir));
  const require = createRequire(path.join(distDir, "extension.js"));
  const debugged: DebuggedStacks = new Map();
  (require("./automation.js") as typeof Automation).registerAutomation(context, distDir, debugged);
  owned.push(registerMessageDebugger(context, distDir, heldSessions, debugged));
  owned.push(stack.changed.subscribe(() => setContextKey("messaging.stackState", stack.state.kind)));
  const { name, version } = extension.extension.packageJSON as { name: string; version: string };
  log.info(`[extension] ${name} ${version}, VS Code ${vscode.version}, ${process.platform}, Node ${process.version}`);
  log.info(`[extension] settings ${JSON.stringify(settings.effective())}`);
  const door = interaction instanceof ScriptedInteraction ? { interaction } : undefined;
  log.info(`[extension] active in ${Math.round(performance.now() - startedAt)} ms`);
  return door;
}

/** What the extension offers to its own tests only. */
export interface TestDoor {
  readonly interaction: ScriptedInteraction;
}

const isTest = ({ extensionMode }: vscode.ExtensionContext) => extensionMode === vscode.ExtensionMode.Test;

/** Called before the window closes. The stack ends by itself soon after its last window: a reload finds it again. */
export async function deactivate(): Promise<void> {
  await owned.dispose();
}
