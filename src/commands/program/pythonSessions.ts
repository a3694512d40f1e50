import * as vscode from "vscode";

/** Sessions of debugpy where its extension is not installed. */
export const PYTHON_TYPE = "messaging-python";

/** What a configuration of such a session names. */
interface PythonConfiguration {
  /** Where an adapter listens: that of `python -m debugpy --listen`, or one that a process of a session belongs to. */
  connect?: { host?: string; port: number };
  /** The interpreter, as debugpy takes it. */
  python?: readonly string[];
}

/** Starts debugpy's own adapter for them, and a session for each process that a program starts. */
export function registerPythonSessions(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugAdapterDescriptorFactory(PYTHON_TYPE, {
      createDebugAdapterDescriptor: ({ configuration }) => {
        const { python: [python] = [], connect } = configuration as PythonConfiguration;
        if (connect) return new vscode.DebugAdapterServer(connect.port, connect.host ?? "127.0.0.1");
        return python === undefined ? undefined : new vscode.DebugAdapterExecutable(python, ["-m", "debugpy.adapter"]);
      },
    }),
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type !== PYTHON_TYPE || event !== "debugpyAttach") return;
      const { python } = session.configuration as PythonConfiguration;
      const child = { ...(body as vscode.DebugConfiguration), type: PYTHON_TYPE, python };
      void vscode.debug.startDebugging(session.workspaceFolder, child, session);
    }),
  );
}
