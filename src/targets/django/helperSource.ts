import { deflateSync } from "node:zlib";
import source from "./djangoHelper.py";

/** Prefix of every line that the helper sends to us. */
export const MARKER = "@@messaging ";

/**
 * The helper as one argument of `manage.py shell -c`. Compressed and in base64 it contains only letters, digits and
 * `+/=(),.'{}:; `, which survive `docker exec`, ssh and cmd.exe. It is constant: values travel on standard input. Its
 * own dictionary makes it a module; `shell -c` alone would run it in a method's locals, where functions do not see each
 * other.
 */
export const helperCode =
  "import base64,zlib;exec(compile(zlib.decompress(base64.b64decode('" +
  deflateSync(source, { level: 9 }).toString("base64") +
  "')),'djangoHelper.py','exec'),{'__name__':'djangoHelper'})";

/** JSON in ASCII: a backend with an ASCII or cp949 locale reads the same values. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
