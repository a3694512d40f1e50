import type { Cause } from "../../cause";

export const workerDatabase: Cause = {
  id: "worker.database",
  outcome: "blocked",
  rank: 7,
  means: "The database cannot be reached or refuses the worker.",
  recognise: "Connection slots, password authentication, `DB connection failed at startup`, `deduct_credits failed`.",
  fixes: ["check-database"],
  en: {
    title: "The database refuses the worker",
    explanation: "[{message}. ]The message could not be handled.",
    variants: {
      unreached: {
        title: "The worker cannot reach the database",
        explanation: "[{message}. ]The message could not be handled.",
      },
      lost: {
        title: "The worker lost its connection to the database",
        explanation: "[{message}. ]The message could not be handled.",
      },
      schema: {
        title: "The database lacks a table or a column",
        explanation: "[{message}. ]The message could not be handled.",
      },
    },
  },
  ko: {
    title: "데이터베이스가 워커를 거절함",
    explanation: "[{message}. ]메시지를 처리하지 못했습니다.",
    variants: {
      unreached: {
        title: "워커가 데이터베이스에 닿을 수 없음",
        explanation: "[{message}. ]메시지를 처리하지 못했습니다.",
      },
      lost: { title: "워커의 데이터베이스 연결이 끊김", explanation: "[{message}. ]메시지를 처리하지 못했습니다." },
      schema: {
        title: "데이터베이스에 테이블이나 컬럼이 없음",
        explanation: "[{message}. ]메시지를 처리하지 못했습니다.",
      },
    },
  },
  rules: [],
};
