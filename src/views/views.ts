import { ExpectedError } from "../common/errors";
import type { Disposable } from "../common/disposable";
import type { Logger } from "../common/logger";
import type { MessageTrace } from "../runtime/messageTrace";
import { setContextKey } from "../host/contextKeys";
import { Problems } from "../host/problems";
import type { Settings } from "../host/settings";
import { DisposableStack } from "../common/disposable";
import type { ShownFinding } from "./layerProblems";
import { createLayersView } from "./layersView";
import type { LiveStack } from "./liveStack";
import { createMessagesView } from "./messagesView";
import { Signal } from "../common/signal";
import { StatusBar } from "./statusBar";
import { createTenantsView, TenantPages } from "./tenantsView";

export interface ViewsOptions {
  stack: LiveStack;
  settings: Settings;
  log: Logger;
  findings: { changed: Signal; findings(ignored: ReadonlySet<string>): ShownFinding[] };
  ignored: { list(): Promise<readonly { cause: string }[]> };
  known: () => readonly MessageTrace[];
}

export interface Views extends Disposable {
  readonly tenantPages: TenantPages;
  /** Reads again what no event tells: ignored findings and tenants. */
  refresh(): Promise<void>;
}

/** The three trees, the status bar item and the Problems, each drawn from what it is about. */
export function createViews({ stack, settings, log, findings, ignored, known }: ViewsOptions): Views {
  const owned = new DisposableStack();
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
    await problems.show(settings.get("diagnosis.problems") ? shown : []);
  };
  const logged = (work: Promise<void>) => void work.catch((error: unknown) => log.error(`[views] ${String(error)}`));
  const tenantPages = new TenantPages(stack, () => settings.get("tenants.pageSize"), log);
  const statusBar = owned.push(new StatusBar(stack, () => settings.get("statusBar.enabled")));
  owned.push(createLayersView(stack, shownFindings));
  owned.push(createMessagesView(stack, known));
  owned.push(createTenantsView(stack, tenantPages));
  owned.push(findings.changed.subscribe(() => logged(showFindings())));
  owned.push(stack.changed.subscribe(() => setContextKey("messaging.hasMessages", known().length > 0)));
  setContextKey("messaging.hasMessages", known().length > 0);
  owned.push(settings.onDidChange(() => statusBar.update()));
  return {
    tenantPages,
    refresh: async () => {
      await Promise.all([showFindings(), tenantPages.reload()]);
    },
    dispose: () => owned.dispose(),
  };
}
