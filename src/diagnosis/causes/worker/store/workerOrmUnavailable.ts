import type { Cause } from "../../cause";

export const workerOrmUnavailable: Cause = {
  id: "worker.orm-unavailable",
  outcome: "degraded",
  rank: 5,
  means: "DJANGO_SETTINGS_MODULE is not set for the worker: no tenant is looked up and nothing is recorded.",
  recognise: "No `Django setup done` before the start line, and no row although a message was sent.",
  fixes: ["set-django-settings"],
  needs: ["worker.env", "notificationLogs"],
  en: {
    title: "The worker records nothing: no Django settings",
    explanation:
      "[DJANGO_SETTINGS_MODULE is {setting}. ][{trace}. ]The message was handled, but no tenant was looked up and no row was written.",
  },
  ko: {
    title: "워커가 아무것도 기록하지 않음: Django 설정 없음",
    explanation:
      "[DJANGO_SETTINGS_MODULE: {setting}. ][{trace}. ]메시지는 처리되었지만 테넌트를 조회하지 않았고 행도 없습니다.",
  },
  rules: [],
};
