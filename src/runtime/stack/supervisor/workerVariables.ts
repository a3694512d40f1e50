import { isSecretVariable } from "../../../common/masking";

/** A change of variables: a value sets a variable, `undefined` removes it. */
export type VariablesChange = Readonly<Record<string, string | undefined>>;

/**
 * Variables that a process needs to run at all (paths of programs, home and temporary files; proxy and certificates on
 * a company network) and to be debugged with the stack. Nothing else of the user's shell reaches the worker.
 */
const MACHINE = [
  ...["PATH", "HOME", "TZ", "LANG", "TMPDIR", "ELECTRON_RUN_AS_NODE"],
  ...["NODE_OPTIONS", "NODE_COMPILE_CACHE", "VSCODE_INSPECTOR_OPTIONS"],
  ...["SystemRoot", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"],
  ...["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR"],
];

/** The variables of the stack's worker, under the backend's names, with the changes that tests and faults make. */
export class WorkerVariables {
  readonly #base: () => Record<string, string>;
  readonly #changes = new Map<string, VariablesChange>();

  /** `base` is called at each start of the worker. */
  constructor(base: () => Record<string, string>) {
    this.#base = base;
  }

  /** `by` names the requester; without a change, its previous change is undone. */
  change(by: string, change: VariablesChange | undefined): void {
    if (change) this.#changes.set(by, change);
    else this.#changes.delete(by);
  }

  /** All variables of the process. */
  now(): NodeJS.ProcessEnv {
    const machine = Object.fromEntries(
      MACHINE.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    );
    return Object.assign(machine, this.#base(), ...this.#changes.values()) as NodeJS.ProcessEnv;
  }

  /** For the diagnosis: secrets only as set or unset, and no machine variables. */
  shown(): Record<string, string> {
    const hidden = new Set<string>(MACHINE);
    const entries = Object.entries(this.now()).flatMap(([name, value]): [string, string][] => {
      if (value === undefined || hidden.has(name)) return [];
      return [[name, isSecretVariable(name) && value !== "" ? "set" : value]];
    });
    return Object.fromEntries(entries);
  }
}
