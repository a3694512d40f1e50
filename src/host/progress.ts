import * as vscode from "vscode";
import { shownLine } from "../common/shown/shownLine";

/** Shows a notification with a progress bar and a Cancel button while `run` runs. Cancelling aborts the signal. */
export function withCancellableProgress<T>(
  title: string,
  run: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: shownLine(title), cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return run(abort.signal, (message) => progress.report({ message: shownLine(message) }));
    }),
  );
}

/** Shows a bar at the top of one of our views while `run` runs: for short work, or work nobody asked for. */
export const withViewProgress = <T>(view: "layers" | "messages" | "tenants", run: () => Promise<T>): Promise<T> =>
  Promise.resolve(vscode.window.withProgress({ location: { viewId: `messaging.${view}` } }, run));
