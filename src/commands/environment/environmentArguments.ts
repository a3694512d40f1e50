import { ExpectedError } from "../../common/errors";
import { secretVariables } from "../../targets/settings/environmentSecretNames";
import type { SecretName } from "../../targets/settings/environmentSecretNames";

/** What a script or a test passes to an environment command; the user is asked for missing values. */
export interface EnvironmentArgument {
  environment?: string;
  tenantCode?: string;
  username?: string;
  password?: string;
  token?: string;
  secret?: SecretName;
  value?: string;
}

/** Accepts a name or an object; ignores anything else (a tree item). */
export function environmentArgumentOf(argument: unknown): EnvironmentArgument {
  if (typeof argument === "string" && argument !== "") return { environment: argument };
  const given = (typeof argument === "object" && argument !== null ? argument : {}) as Record<string, unknown>;
  const text = <Key extends string>(key: Key) => {
    const value = given[key];
    return (typeof value === "string" && value !== "" ? { [key]: value } : {}) as { [Name in Key]?: string };
  };
  const { secret } = given;
  if (secret !== undefined && !isSecretName(secret))
    throw new ExpectedError("bad-request", `There is no such secret: ${JSON.stringify(secret)}`);
  return {
    ...text("environment"),
    ...text("tenantCode"),
    ...text("username"),
    ...text("password"),
    ...text("token"),
    ...text("value"),
    ...(secret !== undefined && { secret }),
  };
}

const isSecretName = (value: unknown): value is SecretName =>
  typeof value === "string" && Object.hasOwn(secretVariables, value);
