import { maskStart } from "../../common/masking";

/** Limit for a body that is not JSON: enough for the exception's name and place. Django's debug page has 150 KB. */
const KEPT_CHARACTERS = 4_096;

/** Makes foreign text safe to show or keep: removes the given secrets, masks it, and shortens it. */
export function redacted(text: string, secrets: readonly string[] = []): string {
  const bare = secrets.reduce((rest, secret) => rest.replaceAll(secret, "****"), text);
  return maskStart(bare, KEPT_CHARACTERS);
}
