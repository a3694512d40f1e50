import type { Cause } from "../../cause";

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
  rules: [],
};
