import * as l10n from "@vscode/l10n";
import type { QueueCheck, QueueIdentity } from "../environment";

/** `arn:aws:sqs:<region>:<account>:<name>` */
export interface QueueArn {
  region: string;
  account: string;
  name: string;
}

export function parseQueueArn(arn: string | undefined): QueueArn | undefined {
  const [, , service, region, account, name, ...rest] = (arn ?? "").split(":");
  return service === "sqs" && region && account && name && rest.length === 0 ? { region, account, name } : undefined;
}

/**
 * The region in an AWS host name; undefined for any other host. Forms: `sqs.<region>.amazonaws.com` (also `sqs-fips.`,
 * `.com.cn`, `<id>.sqs.<region>.vpce.amazonaws.com`), `<region>.queue.amazonaws.com`, and the oldest one,
 * `queue.amazonaws.com`, which is us-east-1.
 */
export function regionOfUrl(url: string | undefined): string | undefined {
  const host = url === undefined || !URL.canParse(url) ? "" : new URL(url).hostname;
  if (host === "queue.amazonaws.com") return "us-east-1";
  const found = /(?:^|\.)sqs(?:-fips)?\.([a-z0-9-]+)\.(?:vpce\.)?(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.exec(host);
  return (found ?? /^([a-z0-9-]+)\.queue\.amazonaws\.com(?:\.cn)?$/.exec(host))?.[1];
}

/** Contradictions between the parts of a queue's address; the worker then polls another queue than the API fills. */
export function addressProblems(
  { name, region, endpoint }: { name: string; region: string; endpoint?: string | undefined },
  queue: { url: string; arn: QueueArn | undefined } | undefined,
  identity: QueueIdentity | undefined,
): QueueCheck["problems"] {
  const problems: QueueCheck["problems"] = [];
  const compare = (found: string | undefined, sentence: (found: string) => string) => {
    if (found !== undefined && found !== region) problems.push({ code: "region-mismatch", message: sentence(found) });
  };
  compare(regionOfUrl(endpoint), (found) =>
    l10n.t("The endpoint is in the region {0}, but {1} is configured", found, region),
  );
  compare(regionOfUrl(queue?.url), (found) =>
    l10n.t("The queue's URL is in the region {0}, but {1} is configured", found, region),
  );
  compare(queue?.arn?.region, (found) =>
    l10n.t("The queue is in the region {0}, but {1} is configured", found, region),
  );
  const owner = queue?.arn?.account;
  if (owner !== undefined && identity && owner !== identity.account) {
    const message = l10n.t("The queue {0} belongs to account {1}, the identity to {2}", name, owner, identity.account);
    problems.push({ code: "other-account", message });
  }
  return problems;
}
