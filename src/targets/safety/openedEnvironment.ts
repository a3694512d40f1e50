import type { Environment } from "../environment";
import type { UnguardedEnvironment, Writers } from "../writers";

/** Methods that are hidden from an opened environment. */
const hidden = {
  api: ["send"],
  queue: ["receive", "enqueue", "redrive", "create"],
  worker: ["start", "stop", "restart", "setAside", "hand"],
  tenants: ["setSender"],
  provider: ["send"],
  faults: ["inject", "setUpCase", "clear"],
  stack: ["stop", "importStudents", "setHoldRules", "editHeld", "releaseHeld"],
} as const satisfies { [Part in keyof Writers]-?: readonly (keyof NonNullable<Writers[Part]>)[] };

/**
 * One per process, not per bundle: dist/extension.js, operations.js and environments.js each have a copy of this
 * module.
 */
const REGISTRY = Symbol.for("messaging-runtime-debugger.openedEnvironments");
const shared = globalThis as { [REGISTRY]?: WeakMap<Environment, Writers> };
const opened = (shared[REGISTRY] ??= new WeakMap<Environment, Writers>());

/**
 * The read-only view of an environment: its targets without their writers, in the type and at run time. Only the guard
 * can find the writers again, by this very object.
 */
export function readOnly(environment: UnguardedEnvironment): Environment {
  const { api, queue, worker, tenants, provider, faults, stack, ...rest } = environment;
  const handedOut: Environment = {
    ...rest,
    ...(api && { api: without(api, hidden.api) }),
    ...(queue && { queue: without(queue, hidden.queue) }),
    ...(worker && { worker: without(worker, hidden.worker) }),
    ...(tenants && { tenants: without(tenants, hidden.tenants) }),
    ...(provider && { provider: without(provider, hidden.provider) }),
    ...(faults && { faults: without(faults, hidden.faults) }),
    ...(stack && { stack: without(stack, hidden.stack) }),
  };
  const parts = { api, queue, worker, tenants, provider, faults, stack };
  opened.set(handedOut, Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)));
  return handedOut;
}

/** Only for the guard. Undefined: `environment` was not opened; it is a copy or made up. */
export const writersOf = (environment: Environment): Writers | undefined => opened.get(environment);

/**
 * The target without these methods. A proxy rather than a copy: targets are classes with private fields, and their
 * getters (such as an origin known only once connected) must stay live.
 */
function without<T extends object, Name extends keyof T>(target: T, names: readonly Name[]): Omit<T, Name> {
  const isHidden = (name: PropertyKey) => (names as readonly PropertyKey[]).includes(name);
  return new Proxy(target, {
    get: (original, name) => {
      if (isHidden(name)) return undefined;
      const value: unknown = Reflect.get(original, name, original);
      return typeof value === "function" ? (value as (...args: never[]) => unknown).bind(original) : value;
    },
    has: (original, name) => !isHidden(name) && Reflect.has(original, name),
    ownKeys: (original) => Reflect.ownKeys(original).filter((name) => !isHidden(name)),
    getOwnPropertyDescriptor: (original, name) =>
      isHidden(name) ? undefined : Reflect.getOwnPropertyDescriptor(original, name),
    getPrototypeOf: () => null,
  });
}
