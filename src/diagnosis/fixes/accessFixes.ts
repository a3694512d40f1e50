import type { KnownFix } from "./knownFix";

/** What mends credentials and permissions. */
export const accessFixes = {
  "grant-send": {
    en: "Allow sqs:SendMessage and sqs:GetQueueUrl to the API's role",
    ko: "API 역할에 sqs:SendMessage, sqs:GetQueueUrl 허용",
    elsewhere: {
      en: "Give the API's user the right to write to the queue at {system}, and check its password",
      ko: "{system}에서 API 사용자에게 큐 쓰기 권한을 주고 비밀번호 확인",
    },
  },
  "grant-receive": {
    en: "Allow sqs:ReceiveMessage, DeleteMessage, ChangeMessageVisibility, GetQueueUrl and GetQueueAttributes to the worker's role",
    ko: "워커 역할에 sqs:ReceiveMessage, DeleteMessage, ChangeMessageVisibility, GetQueueUrl, GetQueueAttributes 허용",
    elsewhere: {
      en: "Give the worker's user the right to read the queue at {system}, and check its password",
      ko: "{system}에서 워커 사용자에게 큐 읽기 권한을 주고 비밀번호 확인",
    },
  },
  "provide-credentials": {
    en: "Give the process a role or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    ko: "프로세스에 역할 또는 AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY 제공",
    platforms: {
      kubernetes: {
        en: "Give the pod's service account a role (IRSA or Pod Identity)",
        ko: "파드의 서비스 계정에 역할 연결 (IRSA 또는 Pod Identity)",
      },
      ecs: {
        en: "Give the task definition a task role (taskRoleArn) that may use the queue",
        ko: "태스크 정의에 큐를 쓸 수 있는 태스크 역할(taskRoleArn) 지정",
      },
      heroku: {
        en: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY with heroku config:set",
        ko: "heroku config:set으로 AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY 설정",
      },
    },
  },
  "replace-credentials": {
    en: "Use keys of this AWS account, not those of another service",
    ko: "다른 서비스가 아닌 이 AWS 계정의 키 사용",
  },
  "renew-credentials": {
    en: "Renew the session or use a role that renews itself",
    ko: "세션을 갱신하거나 스스로 갱신되는 역할 사용",
  },
  "set-clock": { en: "Synchronise the machine's clock (NTP)", ko: "서버 시계 동기화(NTP)" },
  "grant-kms": {
    en: "Allow kms:Decrypt and kms:GenerateDataKey on the queue's key",
    ko: "큐의 키에 kms:Decrypt, kms:GenerateDataKey 허용",
  },
  "enable-key": {
    en: "Enable the queue's key where it is disabled, or cancel its deletion",
    ko: "큐의 키가 비활성이면 활성화하고, 삭제 예정이면 삭제를 취소",
  },
  "grant-named": {
    en: "Allow {permission}[ on {resource}][ to {identity}][ ({policy} allows it)]",
    ko: "{permission} 허용[ (리소스 {resource})][ (주체 {identity})][ (현재: {policy})]",
    replaces: ["grant-send", "grant-receive", "grant-kms", "enable-key", "check-secrets"],
  },
  "lift-deny": {
    en: "Remove the explicit deny of {permission}[ on {resource}][ ({policy})]. A permission elsewhere does not help",
    ko: "{permission} 명시적 거부 제거[ (리소스 {resource})][ ({policy})]. 다른 곳에서 허용해도 소용없음",
    replaces: ["grant-send", "grant-receive", "grant-kms", "enable-key", "check-secrets"],
  },
  "grant-kms-send": {
    en: "Allow kms:GenerateDataKey and kms:Decrypt on the queue's key to the API's role",
    ko: "큐의 키에 대해 API 역할에 kms:GenerateDataKey, kms:Decrypt 허용",
    replaces: ["grant-kms"],
  },
  "grant-kms-receive": {
    en: "Allow kms:Decrypt on the queue's key to the worker's role",
    ko: "큐의 키에 대해 워커 역할에 kms:Decrypt 허용",
    replaces: ["grant-kms"],
  },
  "sso-login": {
    en: "Log in again, then start the process again",
    ko: "다시 로그인한 뒤 프로세스 다시 시작",
    command: "aws sso login",
    replaces: ["renew-credentials", "check-credential-source", "provide-credentials"],
  },
  "trust-policy": {
    en: "Correct the role's trust policy: its provider, its audience, and who may assume it",
    ko: "역할의 신뢰 정책 수정: 발급자(provider), 대상(audience), 맡을 수 있는 주체",
    replaces: ["replace-credentials"],
  },
  "check-credential-source": {
    en: "Check the source of the credentials that failed: {source}",
    ko: "실패한 자격 증명 출처 확인: {source}",
    replaces: ["provide-credentials"],
  },
  "check-secrets": {
    en: "Check the secrets and parameters that the task reads at its start, and the role that reads them",
    ko: "태스크가 시작할 때 읽는 비밀값과 파라미터, 그리고 읽는 역할 확인",
  },
  "open-route-secrets": {
    en: "Give the task's subnet a route to the service that it cannot reach: a NAT, a VPC endpoint, or a public IP; and let its security group out on port 443",
    ko: "태스크의 서브넷에서 닿지 못하는 서비스로 가는 경로(NAT, VPC 엔드포인트, 공인 IP) 추가, 보안 그룹에서 443 포트 외부 연결 허용",
    replaces: ["check-secrets"],
  },
} satisfies Record<string, KnownFix>;
