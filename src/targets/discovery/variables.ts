import { isSecretVariable } from "../../common/masking";
import type { Place } from "./discovery";

/** One variable as set in a file. Never contains a secret's value. */
export interface Variable {
  name: string;
  /** "" for a secret; undefined: passed through from the shell, unknown here. */
  value: string | undefined;
  isSecret: boolean;
  isSet: boolean;
  at: Place;
}

export type Variables = ReadonlyMap<string, Variable>;

/** An address with user and password is a secret too, whatever its name. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:[^\s/@]*@/i;

/** Replaces a secret inside another value; a value that contains the mark is not kept either. */
const SECRET_MARK = "\u0000secret\u0000";

export function createVariable(name: string, value: string | undefined, at: Place): Variable {
  const isSecret =
    isSecretVariable(name) || (value !== undefined && (URL_WITH_PASSWORD.test(value) || value.includes(SECRET_MARK)));
  const isSet = value !== undefined && value !== "";
  return { name, value: isSecret && value !== undefined ? "" : value, isSecret, isSet, at };
}

/** For interpolation: the mark in place of a secret that is set. */
export function referenced(variable: Variable | undefined): string | undefined {
  return variable?.isSecret && variable.isSet ? SECRET_MARK : variable?.value;
}

/** Whether a secret was filled in here. */
export const isMarked = (value: string): boolean => value.includes(SECRET_MARK);
