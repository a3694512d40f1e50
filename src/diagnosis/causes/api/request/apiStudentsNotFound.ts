import { isSuccess } from "../../../answers/answer";
import { excerptAt } from "../../../logLines";
import { refusalRules } from "../../../rules/apiAnswer";
import type { Rule } from "../../../rules/rule";
import type { Cause } from "../../cause";

/** The backend ignores IDs that it does not find, so fewer are enqueued and skipped than were requested. */
const missingStudentsRule: Rule = {
  id: "counts",
  evaluate({ answer, evidence: { request } }) {
    const asked = new Set(request?.student_ids ?? []).size;
    const { enqueued = 0, skipped = 0, scheduled = 0, failed = 0 } = answer;
    const missing = asked - enqueued - skipped - scheduled - failed;
    if (!isSuccess(answer) || enqueued === 0 || missing <= 0) return undefined;
    return {
      confidence: 0.75,
      basis: "message",
      outcome: "degraded",
      evidence: [excerptAt("api", `student_ids ${asked}, enqueued=${enqueued}, skipped_no_phone=${skipped}`)],
      values: { status: answer.status, students: request?.student_ids?.slice(0, 20).join(", "), missing, asked },
      notes: ["some-students-missing"],
      isLasting: true,
    };
  },
};

export const apiStudentsNotFound: Cause = {
  id: "api.students-not-found",
  outcome: "blocked",
  rank: 7,
  means: "None of the chosen students exists in this tenant, or they are deleted.",
  recognise: "A 400 or 404 about 학생 (student).",
  fixes: ["check-students"],
  en: {
    title: "Chosen students do not exist",
    partialTitle: "Some chosen students do not exist",
    explanation:
      "The API answered {status}[: {detail}].[ student_ids: {students}.] Those that it does not find are of another tenant, or deleted.",
  },
  ko: {
    title: "선택한 학생이 없음",
    partialTitle: "선택한 학생 일부가 없음",
    explanation:
      "API 응답은 {status}입니다[: {detail}].[ student_ids: {students}.] 찾지 못한 학생은 다른 테넌트의 학생이거나 삭제된 학생입니다.",
  },
  rules: [...refusalRules("api.students-not-found"), missingStudentsRule],
};
