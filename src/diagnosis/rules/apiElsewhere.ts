import { isPageOfAnother, isPlainToTls } from "../answers/answerPage";
import { isSlashMissing } from "../answers/answerWords";
import { isSpecial } from "../answers/refusals";
import type { Facts } from "../facts";

/** Whether something other than the API answered, or the API at another path. */
export function isElsewhere({ answer }: Facts): boolean {
  const { status } = answer;
  const isByStatus = status === 404 || status === 405 || (status !== undefined && status >= 300 && status < 400);
  const isByPage = isPlainToTls(answer) || isPageOfAnother(answer);
  return (isByStatus || isByPage || isSlashMissing(answer)) && !isSpecial(answer);
}

/**
 * A 400 without a readable reason, for a tenant known to have no sender. The API never reports this as an HTML page.
 */
export function isEmptySender(facts: Facts): boolean {
  const { answer, evidence } = facts;
  return (
    answer.status === 400 &&
    !answer.isHtml &&
    !isElsewhere(facts) &&
    evidence.tenant?.messaging_sender?.trim() === "" &&
    Object.keys(answer.fields).length === 0 &&
    !isSpecial(facts.answer)
  );
}
