import { recipientCountRule } from "../../../rules/recipientCount";
import type { Cause } from "../../cause";

export const apiRecipientsSkipped: Cause = {
  id: "api.recipients-skipped",
  outcome: "degraded",
  rank: 6,
  means: "Some recipients were skipped because no phone number is stored for them.",
  recognise: "200 with `enqueued` and `skipped_no_phone` both above 0.",
  fixes: ["fill-phone", "switch-send-to"],
  en: {
    title: "Some recipients have no phone number",
    explanation:
      "The API enqueued {enqueued} and skipped {skipped} without a phone number of at least 10 digits[ (send_to {sendTo})].",
  },
  ko: {
    title: "일부 수신자에게 수신번호가 없음",
    explanation:
      "API가 {enqueued}건을 적재하고, 10자리 이상의 수신번호가 없어 {skipped}명을 건너뛰었습니다[ (send_to {sendTo})].",
  },
  rules: [recipientCountRule("api.recipients-skipped")],
};
