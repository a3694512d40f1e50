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

/** A request to the provider with the edits, in its own names; what it has besides stays. */
export function editedRequest<R extends Record<string, unknown>>(request: R, edits: HoldEdits): R {
  const { text, to, sender, variables = {} } = edits;
  const kakao = request["kakaoOptions"];
  const isKakao = typeof kakao === "object" && kakao !== null && Object.keys(variables).length > 0;
  return {
    ...request,
    ...(text !== undefined && { text }),
    ...(to !== undefined && { to: to.replace(/\D/g, "") }),
    ...(sender !== undefined && { from: sender.replace(/\D/g, "") }),
    ...(isKakao && { kakaoOptions: { ...kakao, variables: withVariables(kakao, variables) } }),
  };
}

/** Solapi knows variables as `#{name}`. */
const withVariables = (kakao: { variables?: object }, variables: Record<string, string>) => ({
  ...kakao.variables,
  ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [`#{${name}}`, value])),
});

/** Later edits win. */
export const withEdits = (first: HoldEdits = {}, then: HoldEdits): HoldEdits => ({
  ...first,
  ...then,
  ...((first.variables ?? then.variables) && { variables: { ...first.variables, ...then.variables } }),
});
