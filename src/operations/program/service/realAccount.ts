import { isSecretVariable } from "../../../common/masking";

/** Names that say where AWS or Solapi is, or with which account. The stack has its own. */
const NAMES =
  /^AWS_|(?:^|_)(?:SQS|SOLAPI|COOLSMS|NURIGO)(?:_|$)|(?:^|_)(?:QUEUE_URL|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/i;
/** Other names of the queue and of its region. */
const QUEUE = /(?:^|_)(?:SQS|MESSAG\w*)_QUEUE(?:_NAME)?$/i;
const REGION = /(?:^|_)(?:AWS|SQS)_(?:DEFAULT_)?REGION(?:_NAME)?$/i;

/** Addresses and names of AWS, its access keys, and a broker's address with a key in it. */
const VALUES =
  /arn:aws|\.amazonaws\.com|\.api\.aws(?![\w.-])|(?<![A-Z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Z0-9])|sqs:\/\/[^\s/]+@/i;
/** A shorter one is in other values by chance. */
const SHORTEST_SECRET = 8;

/** Whether a text, such as a command, leads to the real account by itself. */
export const namesRealAccount = (text: string): boolean => VALUES.test(text);

/**
 * A service's variables without those of the real account: their names, their addresses, and whatever contains one of
 * their secrets. `own` takes their place where it has them. `around`: other variables, which may hold the same secrets.
 */
export function withoutRealAccount(
  values: ReadonlyMap<string, string>,
  own: Readonly<Record<string, string | undefined>>,
  around: Iterable<readonly [name: string, value: string | undefined]>,
): { kept: Map<string, string>; leftOut: string[] } {
  const secrets = [...values, ...around].flatMap(([name, value = ""]) =>
    NAMES.test(name) && isSecretVariable(name) && value.length >= SHORTEST_SECRET ? [value] : [],
  );
  const kept = new Map<string, string>();
  const leftOut: string[] = [];
  for (const [name, value] of values) {
    if (own[name] !== undefined) continue;
    if (QUEUE.test(name)) kept.set(name, own["MESSAGING_SQS_QUEUE_NAME"] ?? "");
    else if (REGION.test(name)) kept.set(name, own["AWS_REGION"] ?? "");
    else if (value === "") kept.set(name, value);
    else if (NAMES.test(name) || VALUES.test(value) || secrets.some((secret) => value.includes(secret)))
      leftOut.push(name);
    else kept.set(name, value);
  }
  return { kept, leftOut };
}
