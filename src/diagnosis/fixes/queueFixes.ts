import type { KnownFix } from "./knownFix";

/** What mends the queue and the way that messages take through it. */
export const queueFixes = {
  "check-queue-from-api": {
    en: "Look the queue up with the API's identity",
    ko: "API의 자격으로 큐 조회",
    command: "aws sqs get-queue-url --queue-name {queue} --region {region}",
  },
  "create-queue": {
    en: "Create the queue and its dead-letter queue in this region",
    ko: "이 리전에 큐와 DLQ 생성",
    command: "aws sqs create-queue --queue-name {queue} --region {region}",
    elsewhere: { en: "Declare the queue at {system}", ko: "{system}에 큐 선언" },
  },
  "check-queue-name": {
    en: "Compare MESSAGING_SQS_QUEUE_NAME with the queues of the region",
    ko: "MESSAGING_SQS_QUEUE_NAME을 리전의 큐 목록과 비교",
    command: "aws sqs list-queues --region {region}",
    elsewhere: { en: "Compare the queue's name with those at {system}", ko: "큐 이름을 {system}의 목록과 비교" },
  },
  "align-region": {
    en: "Set AWS_REGION to the same region in the API and the worker",
    ko: "API와 워커의 AWS_REGION을 같게 설정",
  },
  "align-queue-name": {
    en: "Set MESSAGING_SQS_QUEUE_NAME to the same queue in the API and the worker",
    ko: "API와 워커의 MESSAGING_SQS_QUEUE_NAME을 같게 설정",
  },
  redrive: {
    en: "Fix the cause, then move the messages back",
    ko: "이유를 고친 뒤 메시지를 되돌리기",
    command: "aws sqs start-message-move-task --source-arn {dlqArn}",
  },
  "set-redrive": {
    en: "Give the queue a redrive policy with a dead-letter queue",
    ko: "큐에 DLQ가 있는 redrive 정책 설정",
  },
  "wait-for-outbox": {
    en: "Wait for next_attempt_at; do not create the message again",
    ko: "next_attempt_at까지 대기, 메시지를 다시 만들지 않기",
  },
  "check-payload-fields": {
    en: "Check that the receiving wrapper returns every field of the job",
    ko: "수신 래퍼가 작업의 모든 필드를 돌려주는지 확인",
  },
  "slow-polling": {
    en: "Poll with a long wait (WaitTimeSeconds 20) and a pause after an error, or with fewer workers",
    ko: "긴 대기(WaitTimeSeconds 20)로 폴링하고 오류 뒤에는 쉬기, 또는 워커 수 줄이기",
    replaces: ["wait-and-retry"],
  },
  "unfit-fifo": {
    en: "Send without a MessageGroupId: the queue is a standard queue",
    ko: "표준 큐이므로 MessageGroupId 없이 전송",
    replaces: ["read-api-log", "check-queue-from-api"],
  },
  "fit-fifo": {
    en: "Send with a MessageGroupId, because the queue is FIFO, or use a standard queue",
    ko: "FIFO 큐이므로 MessageGroupId와 함께 전송하거나 표준 큐 사용",
    replaces: ["read-api-log", "check-queue-from-api"],
  },
  "raise-visibility": {
    en: "Raise the queue's visibility timeout above the time that handling a message takes",
    ko: "메시지 처리 시간보다 길게 큐의 visibility timeout 늘리기",
  },
  "resend-to-failed": {
    en: "Send again only to those that failed: the others would get it twice",
    ko: "실패한 수신자에게만 다시 보내기: 나머지는 두 번 받게 됨",
  },
  "check-worker-queue": {
    en: "Compare the queue of the worker's start line with the API's queue",
    ko: "워커 시작 줄의 큐를 API의 큐와 비교",
  },
  "wait-and-retry": { en: "Wait, then send at a lower rate", ko: "기다렸다가 더 느리게 발송" },
  "check-read-timeout": {
    en: "Set the client's read time-out above the wait of a long poll (up to 20 s), and check that nothing on the way cuts idle connections",
    ko: "클라이언트의 read timeout을 long poll 대기(최대 20초)보다 길게 설정하고, 중간에서 유휴 연결을 끊지 않는지 확인",
    replaces: ["open-route"],
  },
} satisfies Record<string, KnownFix>;
