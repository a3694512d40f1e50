import type { Place } from "./discovery";

/** One variable as a file sets it. The value of a secret is never in it. */
export interface Variable {
  name: string;
  /** "" where it is a secret; undefined: passed through from the shell, not known here. */
  value: string | undefined;
  isSecret: boolean;
  isSet: boolean;
  at: Place;
}

export type Variables = ReadonlyMap<string, Variable>;

/** Variables whose value is not read into anything. `..._URL` of a database has a password in it. */
const SECRET_NAME =
  /KEY|SECRET|TOKEN|PASSW(?:OR)?D|PASSWD|CREDENTIAL|SIGNATURE|PRIVATE|DSN|(?:DATABASE|REDIS|BROKER|CACHE|MONGO|POSTGRES|RABBITMQ)\w*_UR[LI]/i;

/** An address with user and password in it is one too, whatever its name. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:[^\s/@]*@/i;

/** Stands for a secret inside of another value; nothing that has it in it is kept either. */
const SECRET_MARK = "\u0000secret\u0000";

export const isSecretName = (name: string) => SECRET_NAME.test(name);

export function createVariable(name: string, value: string | undefined, at: Place): Variable {
  const isSecret =
    SECRET_NAME.test(name) || (value !== undefined && (URL_WITH_PASSWORD.test(value) || value.includes(SECRET_MARK)));
  const isSet = value !== undefined && value !== "";
  return { name, value: isSecret && value !== undefined ? "" : value, isSecret, isSet, at };
}

/** For filling in references: the mark in place of a secret that is set. */
export function referenced(variable: Variable | undefined): string | undefined {
  return variable?.isSecret && variable.isSet ? SECRET_MARK : variable?.value;
}
