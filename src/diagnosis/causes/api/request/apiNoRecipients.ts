import { apiDecisionRule } from "../../../rules/apiDecision";
import { recipientCountRule } from "../../../rules/recipientCount";
import type { Cause } from "../../cause";

export const apiNoRecipients: Cause = {
  id: "api.no-recipients",
  outcome: "blocked",
  rank: 8,
  means: "Every recipient was skipped because no phone number of at least ten digits is stored.",
  recognise: "200 with `enqueued: 0` and `skipped_no_phone` above 0.",
  fixes: ["fill-phone", "switch-send-to"],
  en: {
    title: "Nobody has a phone number",
    explanation:
      "[The API enqueued 0 and skipped {skipped}.][ The API's log says: {logged}.] A phone number of at least 10 digits is missing[ (send_to {sendTo})].",
  },
  ko: {
    title: "수신번호가 있는 사람이 없음",
    explanation:
      "[API가 0건을 적재하고 {skipped}명을 건너뛰었습니다.][ API 로그 내용: {logged}.] 10자리 이상의 수신번호가 없습니다[ (send_to {sendTo})].",
  },
  rules: [apiDecisionRule("held-for-phone"), recipientCountRule("api.no-recipients")],
};
