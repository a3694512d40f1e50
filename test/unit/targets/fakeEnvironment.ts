import type { Environment } from "../../../src/targets/environment";

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

/** A staging backend without any part; each test adds what it needs. */
export const fakeEnvironment = (parts: Partial<Environment> = {}): Environment => ({
  name: "staging",
  isProduction: false,
  allowedRecipients: ["01012345678"],
  tenantCode: "hakwonplus",
  dispose: () => undefined,
  ...parts,
});
