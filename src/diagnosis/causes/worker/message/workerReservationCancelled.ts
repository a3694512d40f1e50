import { toldRule } from "../../../rules/worker/toldRule";
import type { Cause } from "../../cause";

export const workerReservationCancelled: Cause = {
  id: "worker.reservation-cancelled",
  outcome: "skipped",
  rank: 8,
  means: "The reservation was cancelled, so the message was skipped on purpose.",
  recognise: "`reservation_id=… cancelled, skip send`.",
  fixes: ["none-by-design"],
  en: {
    title: "Skipped on purpose: the reservation was cancelled",
    explanation: "[Reservation {reservation} was cancelled before the send. ]Nothing is wrong.",
  },
  ko: {
    title: "의도된 건너뜀: 예약이 취소됨",
    explanation: "[발송 전에 취소된 예약: {reservation}. ]문제가 아닙니다.",
  },
  rules: [
    toldRule("line", "reservation-ended", {
      values: ({ reservation }) => ({ reservation }),
      isFinal: true,
    }),
  ],
};
