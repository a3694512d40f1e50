import type { HoldEdits } from "./holdMessages";

/** The fields of a payload; none if it is not a JSON object. */
export function payloadOf(body: string): Record<string, unknown> {
  try {
    const payload: unknown = JSON.parse(body);
    return typeof payload === "object" && payload !== null ? (payload as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The payload's template variables by name. */
export function variablesOf(payload: Record<string, unknown>): Record<string, string> {
  const { alimtalk_replacements: replacements } = payload;
  if (!Array.isArray(replacements)) return {};
  return Object.fromEntries(
    replacements.flatMap((each: { key?: unknown; value?: unknown } | null) =>
      typeof each?.key === "string" ? [[each.key, String(each.value ?? "")]] : [],
    ),
  );
}

/** The payload with the edits; what it has besides stays. A body that is no JSON object stays as it is. */
export function editedBody(body: string, edits: HoldEdits | undefined): string {
  const payload = payloadOf(body);
  if (edits === undefined || Object.keys(payload).length === 0) return body;
  const { variables, ...fields } = edits;
  const changed = { ...payload, ...fields };
  if (!variables) return JSON.stringify(changed);
  const all = { ...variablesOf(payload), ...variables };
  const replacements = Object.entries(all).map(([key, value]) => ({ key, value }));
  return JSON.stringify({ ...changed, alimtalk_replacements: replacements });
}

/** Later edits win. */
export const withEdits = (first: HoldEdits = {}, then: HoldEdits): HoldEdits => ({
  ...first,
  ...then,
  ...((first.variables ?? then.variables) && { variables: { ...first.variables, ...then.variables } }),
});
