import { messageOf } from "../../common/errors";
import { rejectWith } from "./apiRejection";
import { words } from "./drf/drfWords";

/** Parses a body as DRF's JSONParser does. A missing body is an empty object, whatever the content type. */
export function parseBody(contentType: string | undefined, bytes: Buffer | undefined): unknown {
  if (!bytes || bytes.length === 0) return {};
  const mediaType = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") throw rejectWith(415, words.unsupportedMediaType(contentType ?? ""));
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw rejectWith(400, words.parseError(messageOf(error)));
  }
}
