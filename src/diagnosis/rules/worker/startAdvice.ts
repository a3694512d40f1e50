import { permissionIn } from "../../facts/queueFailures";
import type { FixId } from "../../fixes/allFixes";
import { isSaidIn } from "../../signs";
import type { NoteId } from "../../texts/text";

/** Why a start command cannot be run, from the messages of the kernel, Docker and the shell. */
export function startNotes(said: string): NoteId[] {
  if (isSaidIn(said, "wrong-architecture")) return ["other-architecture"];
  if (isSaidIn(said, "command-missing")) return ["command-missing"];
  if (isSaidIn(said, "not-executable")) return ["not-executable"];
  return isSaidIn(said, "wrong-line-ends") ? ["line-ends"] : [];
}

/** What mends a start command that cannot be run. */
export function startFixes(said: string): FixId[] {
  const [note] = startNotes(said);
  if (note === "other-architecture") return ["build-for-platform", "deploy-image"];
  if (note === "command-missing") return ["mend-command", "deploy-image"];
  if (note === "not-executable") return ["make-executable", "deploy-image"];
  return note === "line-ends" ? ["mend-line-ends", "deploy-image"] : [];
}

/** Why no container or task came up, and what mends it. */
export function creationFixes(said: string): FixId[] {
  if (permissionIn(said)) return ["grant-named"];
  if (isSaidIn(said, "secret-unread"))
    return isSaidIn(said, "secret-unreached") ? ["open-route-secrets"] : ["check-secrets"];
  if (isSaidIn(said, "image-unpulled")) return ["mend-image"];
  return isSaidIn(said, "no-room") ? ["give-room"] : startFixes(said);
}
