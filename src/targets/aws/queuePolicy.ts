import * as z from "zod";

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const policy = z.object({
  Statement: z.preprocess(
    (value) => [value].flat(),
    z.array(
      z.object({
        Effect: z.string(),
        Principal: z.union([z.string(), z.record(z.string(), oneOrMore)]).optional(),
        Action: oneOrMore.optional(),
        Condition: z.unknown().optional(),
      }),
    ),
  ),
});

/**
 * Whether the queue's policy certainly denies an action to a caller: a Deny without conditions that names the action
 * and everybody, the caller's account or the caller. A Deny always wins in AWS, so it is proof; an Allow is not,
 * because an identity or organisation policy may still deny the action.
 *
 * @param action "SendMessage"
 * @param callerArn as STS returns it; undefined: only a Deny for everybody counts.
 */
export function isDenied(policyJson: string | undefined, action: string, callerArn: string | undefined): boolean {
  return statementsOf(policyJson).some(
    ({ Effect, Principal, Action, Condition }) =>
      Effect === "Deny" &&
      Condition === undefined &&
      (Action ?? []).some((pattern) => fits(pattern, `sqs:${action}`)) &&
      namesCaller(Principal, callerArn),
  );
}

type Statement = z.infer<typeof policy>["Statement"][number];

function statementsOf(json: string | undefined): readonly Statement[] {
  if (!json) return [];
  try {
    return policy.parse(JSON.parse(json)).Statement;
  } catch {
    return [];
  }
}

/** `*` and `?` as in IAM; actions are case-insensitive. */
function fits(pattern: string, action: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, "i").test(action);
}

function namesCaller(principal: Statement["Principal"], callerArn: string | undefined): boolean {
  const named = typeof principal === "string" ? [principal] : (principal?.["AWS"] ?? []);
  if (named.includes("*")) return true;
  return callerArn !== undefined && principalsOf(callerArn).some((one) => named.includes(one));
}

/**
 * The principals that match the caller: its ARN, its account, and for a session
 * (`arn:aws:sts::1:assumed-role/Role/session`) its role.
 */
function principalsOf(arn: string): string[] {
  const [, partition = "aws", , , account = "", resource = ""] = arn.split(":");
  const role = /^assumed-role\/([^/]+)\//.exec(resource)?.[1];
  return [
    arn,
    account,
    `arn:${partition}:iam::${account}:root`,
    ...(role === undefined ? [] : [`arn:${partition}:iam::${account}:role/${role}`]),
  ];
}
