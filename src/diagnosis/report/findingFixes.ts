import { causes } from "../causes/allCauses";
import type { CauseId } from "../causes/causeIds";
import type { Fix } from "../diagnosis";
import type { Facts } from "../facts";
import { type FixId, commandsOf, fixes } from "../fixes/allFixes";
import { type NoteId, type Values, fill, fillCommand } from "../texts/text";
import type { Language } from "../texts/language";

/** Notes of a call that reached nobody. */
const NOTHING_SENT: ReadonlySet<NoteId> = new Set<NoteId>([
  "not-connected",
  "certificate-untrusted",
  "certificate-expired",
  "certificate-of-another",
  "tls-failed",
  "name-unresolved",
  "proxy-refused",
]);

interface Told {
  cause: CauseId;
  notes: readonly NoteId[];
  /** What mends what a line says, before the fixes of the cause. */
  fixes: readonly FixId[];
}

/** What to do about a finding, the first step first. `isElsewhere`: it is about another system than the backend's own. */
export function fixesOf(facts: Facts, told: Told, values: Values, language: Language, isElsewhere: boolean): Fix[] {
  const { cause, notes } = told;
  const instead: Partial<Record<FixId, FixId>> = {
    // Setting the tenant's number has no effect in a generation that ignores it.
    ...(facts.generation === "2026-08" && { "set-sender": "set-solapi-sender" as const }),
    ...(facts.process.state === "paused" && { "restart-worker": "unpause-worker" as const }),
    ...(notes.some((note) => NOTHING_SENT.has(note)) && { reconcile: "open-route-solapi" as const }),
  };
  const first: FixId[] = notes.includes("handed-over") || notes.includes("child-died") ? ["reconcile"] : [];
  const later: FixId[] = notes.includes("partly-sent") ? ["resend-to-failed"] : [];
  const ids = [...first, ...told.fixes, ...later, ...causes[cause].fixes.map((id) => instead[id] ?? id)];
  const needless = new Set<string>(ids.flatMap((id) => fixes[id].replaces ?? []));
  // Its parent still runs.
  if (notes.includes("child-died")) needless.add("start-worker");
  // A variable of the backend that sends by Solapi.
  if (isElsewhere) needless.add("set-solapi-sender");
  const own = [...new Set(ids)].filter((id) => !needless.has(id));
  return own.map((id) => fixOf(id, facts, values, language, isElsewhere));
}

function fixOf(id: FixId, { platform }: Facts, values: Values, language: Language, isElsewhere: boolean): Fix {
  const fix = fixes[id];
  const elsewhere = isElsewhere ? fix.elsewhere : undefined;
  const ofPlatform = platform && fix.platforms?.[platform.kind];
  const title = (elsewhere ?? ofPlatform)?.[language] ?? fix[language];
  const commands = elsewhere ? [] : commandsOf(id, platform?.kind);
  const command = commands.map((template) => fillCommand(template, values)).find(Boolean);
  return { id, title: fill(title, values), ...(command && { command }) };
}
