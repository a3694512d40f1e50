import type * as vscode from "vscode";
import type { Logger } from "../../common/logger";
import { joinStack } from "../../operations/stack/joinStack";
import type { startStack } from "../../operations/stack/startStack";
import { LiveStack } from "./liveStack";
import type { Settings } from "../../host/editorSettings";
import { stateDirOfWindow } from "../../host/workspace";

export interface WindowStackOptions {
  extension: vscode.ExtensionContext;
  settings: Settings;
  log: Logger;
  distDir: string;
  /** Loaded with the first start: most windows find a stack, or need none. */
  startStack: typeof startStack;
  /** The tenant whose data the layers show. */
  tenantCode: () => string;
}

/** The local stack of this window's workspace, shared by all its windows and the command line. */
export function createStack({
  extension,
  settings,
  log,
  distDir,
  startStack,
  tenantCode,
}: WindowStackOptions): LiveStack {
  return new LiveStack({
    stateDir: () => stateDirOfWindow(extension.globalStorageUri, settings.get("local.stateFolder")),
    find: joinStack,
    launch: async (stateDir) => {
      const preferredPorts = settings.get("local.preferredPorts") && !process.env["MESSAGING_ANY_PORT"];
      const launched = await startStack({ stateDir, distDir, stay: false, preferredPorts });
      const { apiUrl, sqsEndpoint, solapiUrl } = launched.client.address;
      log.info(`[stack] API ${apiUrl}, SQS ${sqsEndpoint}, Solapi ${solapiUrl}`);
      return launched;
    },
    focusedTenant: tenantCode,
    keptMessages: () => settings.get("messages.kept"),
    log,
  });
}
