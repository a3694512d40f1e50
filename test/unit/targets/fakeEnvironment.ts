import type { Environment } from "../../../src/targets/environment";
import { readOnly } from "../../../src/targets/safety/openedEnvironment";
import type { UnguardedEnvironment } from "../../../src/targets/writers";

/** A target of which only these methods may be called: any other throws. */
export function fake<T extends object>(name: string, methods: { [key in keyof T]?: T[key] | undefined }): T {
  return new Proxy(methods as T, {
    get: (target, property) => {
      if (Object.hasOwn(target, property)) return target[property as keyof T];
      if (property === "then") return undefined; // it is no promise
      throw new Error(`${name}.${String(property)} was not set up`);
    },
    has: (target, property) => Object.hasOwn(target, property),
  });
}

/** A staging backend without any part, opened; each test adds what it needs. Missing writers throw. */
export const fakeEnvironment = (parts: Partial<Environment> | Partial<UnguardedEnvironment> = {}): Environment =>
  readOnly({
    name: "staging",
    isProduction: false,
    allowedRecipients: ["01012345678"],
    tenantCode: "hakwonplus",
    dispose: () => undefined,
    ...(parts as Partial<UnguardedEnvironment>),
  });
