import { maskStart } from "../../common/masking";

/** Of a body that is no JSON: enough for the exception's name and place. Django's debug page has 150 KB. */
const KEPT_CHARACTERS = 4_096;

/** Text of somebody else's that is shown or kept: without the given secrets, masked, and short. */
export function redacted(text: string, secrets: readonly string[] = []): string {
  const bare = secrets.reduce((rest, secret) => rest.replaceAll(secret, "****"), text);
  return maskStart(bare, KEPT_CHARACTERS);
}
