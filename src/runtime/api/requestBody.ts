import { messageOf } from "../../common/errors";
import { rejectWith } from "./apiRejection";
import { words } from "./drf/drfWords";

/** What DRF's JSONParser makes of a request; no body at all is an empty object, whatever the content type says. */
export function parseBody(contentType: string | undefined, bytes: Buffer | undefined): unknown {
  if (!bytes || bytes.length === 0) return {};
  const mediaType = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") throw rejectWith(415, words.unsupportedMediaType(contentType ?? ""));
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw rejectWith(400, words.parseError(withoutExcerpt(messageOf(error))));
  }
}

/** V8 quotes the body in its message; the body holds names and numbers. */
function withoutExcerpt(message: string): string {
  return message.replace(/,? (?:\.\.\.)?"[\s\S]*$/, "");
}
