import { ExpectedError } from "../common/errors";
import type { Disposable } from "../common/disposable";
import type { Logger } from "../common/logger";
import type { SelectedEnvironment } from "../window/environments/selectedEnvironment";
import type { ContextKeys } from "../host/contextKeys";
import { setContextKey } from "../host/contextKeys";
import { Problems } from "./problems/problems";
import type { Settings } from "../host/editorSettings";
import { DisposableStack } from "../common/disposable";
import type { ShownFinding } from "../window/findings/findingStore";
import type * as LayersEntry from "./layers/layersEntry";
import { createLayersView } from "./layers/layersView";
import type { LayersState, LiveLayers } from "../window/environments/liveLayers";
import type { LiveStack } from "../window/stack/liveStack";
import { createMessagesView } from "./messages/messagesView";
import type { KnownMessages } from "./messages/messagesView";
import { SelectedLayers } from "../window/environments/selectedLayers";
import { Signal } from "../common/signal";
import { StatusBar } from "./status/statusBar";
import { TenantPages } from "../window/environments/tenantPages";
import { createTenantsView } from "./tenants/tenantsView";

export interface ViewsOptions {
  stack: LiveStack;
  environment: SelectedEnvironment;
  settings: Settings;
  log: Logger;
  findings: { changed: Signal; findings(ignored: ReadonlySet<string>): ShownFinding[] };
  ignored: { list(): Promise<readonly { cause: string }[]> };
  messages: KnownMessages;
  /** The code that draws the layers; loaded at its first use. */
  module(): typeof LayersEntry;
}

export interface Views extends Disposable {
  readonly layers: LiveLayers;
  readonly tenantPages: TenantPages;
  /** Reloads what no event reports: ignored findings and tenants. */
  refresh(): Promise<void>;
}

/** Creates the three trees, the status bar item and the Problems, each drawn from its source. */
export function createViews(options: ViewsOptions): Views {
  const { stack, environment, settings, log, findings, ignored, messages, module } = options;
  const owned = new DisposableStack();
  const layers = owned.push(new SelectedLayers(stack, environment, log));
  const known = () => messages.known;
  const problems = new Problems(owned);
  const shownFindings = { changed: new Signal(), shown: () => shown };
  let shown: ShownFinding[] = [];
  const showFindings = async () => {
    const accepted = await ignored.list().catch((error: unknown) => {
      log.warning(`[views] ${ExpectedError.is(error) ? error.message : String(error)}`);
      return [];
    });
    shown = findings.findings(new Set(accepted.map(({ cause }) => cause)));
    shownFindings.changed.fire();
    await showProblems();
  };
  let accused = "";
  const showProblems = async () => {
    const { state } = layers;
    const snapshot = state.kind === "live" ? state.snapshot : undefined;
    const isWanted = settings.get("diagnosis.problems") && !environment.isLocal;
    const accusations = isWanted ? module().accusationsOf(shown, snapshot) : [];
    const key = JSON.stringify(accusations);
    if (key === accused) return; // a measurement without news: the files are not read again
    accused = key;
    await problems.show(accusations);
  };
  const logged = (work: Promise<void>) => void work.catch((error: unknown) => log.error(`[views] ${String(error)}`));
  const tenantPages = new TenantPages(
    () => environment.peek(),
    () => settings.get("tenants.pageSize"),
    log,
  );
  const statusBar = owned.push(
    new StatusBar({
      layers,
      module,
      stack,
      known,
      findings: shownFindings,
      isEnabled: () => settings.get("statusBar.enabled"),
    }),
  );
  owned.push(createLayersView(layers, module, known, shownFindings));
  owned.push(createMessagesView(layers, messages));
  owned.push(createTenantsView(layers, tenantPages));
  owned.push(findings.changed.subscribe(() => logged(showFindings())));
  const tellMenus = () => {
    setContextKey("messaging.hasMessages", known().length > 0);
    setContextKey("messaging.environmentKind", kindOf(environment, layers.state));
    // Commands that only look or send need no local stack if another environment is selected.
    setContextKey("messaging.isReady", layers.state.kind === "live");
  };
  owned.push(layers.changed.subscribe(tellMenus));
  owned.push(layers.changed.subscribe(() => logged(showProblems())));
  owned.push(messages.changed.subscribe(tellMenus));
  tellMenus();
  owned.push(settings.onDidChange(() => statusBar.update()));
  return {
    layers,
    tenantPages,
    refresh: async () => {
      await Promise.all([showFindings(), tenantPages.reload()]);
    },
    dispose: () => owned.dispose(),
  };
}

function kindOf({ isLocal }: SelectedEnvironment, state: LayersState): ContextKeys["messaging.environmentKind"] {
  if (isLocal) return "local";
  return state.kind === "live" && state.snapshot?.isProduction ? "production" : "real";
}
