/** A change of variables: a value sets a variable, `undefined` takes it away. */
export type VariablesChange = Readonly<Record<string, string | undefined>>;

/**
 * Variables that a process needs to run at all: where its programs, home and temporary files are, and on a company's
 * network its proxy and certificates; and to be debugged with the stack. Of the rest of the user's shell nothing reaches the worker.
 */
const MACHINE = [
  ...["PATH", "HOME", "TZ", "LANG", "TMPDIR", "ELECTRON_RUN_AS_NODE"],
  ...["NODE_OPTIONS", "VSCODE_INSPECTOR_OPTIONS"],
  ...["SystemRoot", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"],
  ...["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR"],
];

const SECRET_NAME = /SECRET|KEY|TOKEN|PASSWORD/;

/** The variables of the stack's worker, by the backend's names, with what tests and faults change in it. */
export class WorkerVariables {
  readonly #base: () => Record<string, string>;
  readonly #changes = new Map<string, VariablesChange>();

  /** `base` is asked at each start of the worker. */
  constructor(base: () => Record<string, string>) {
    this.#base = base;
  }

  /** `by` names who asks; without a change what it asked for is taken back. */
  change(by: string, change: VariablesChange | undefined): void {
    if (change) this.#changes.set(by, change);
    else this.#changes.delete(by);
  }

  /** All variables for the process. */
  now(): NodeJS.ProcessEnv {
    const machine = Object.fromEntries(
      MACHINE.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    );
    return Object.assign(machine, this.#base(), ...this.#changes.values()) as NodeJS.ProcessEnv;
  }

  /** For the diagnosis to compare: of secrets only whether they are set, and nothing of the machine itself. */
  shown(): Record<string, string> {
    const hidden = new Set<string>(MACHINE);
    const entries = Object.entries(this.now()).flatMap(([name, value]): [string, string][] => {
      if (value === undefined || hidden.has(name)) return [];
      return [[name, SECRET_NAME.test(name) && value !== "" ? "set" : value]];
    });
    return Object.fromEntries(entries);
  }
}
