import type { Cause } from "../../cause";

export const workerModuleNotFound: Cause = {
  id: "worker.module-not-found",
  outcome: "blocked",
  rank: 8,
  means: "The image lacks a module.",
  recognise: "ModuleNotFoundError, ImportError, `solapi_not_installed`.",
  fixes: ["rebuild-image"],
  en: { title: "A module is missing", explanation: "The worker cannot import[ {module}][: {message}]." },
  ko: { title: "모듈이 없음", explanation: "워커가[ {module}] 모듈을 불러오지 못합니다[: {message}]." },
  rules: [],
};
