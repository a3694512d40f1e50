import type { KnownFix } from "./knownFix";

/** What mends a connection. */
export const networkFixes = {
  "open-route": {
    en: "Give the process a route to SQS (in a private subnet a NAT or a VPC endpoint), and let it out on port 443",
    ko: "SQS로 가는 경로 추가(사설 서브넷이면 NAT 또는 VPC 엔드포인트), 443 포트 외부 연결 허용",
    elsewhere: {
      en: "Check that {system} runs, and that its host and port are reached from here",
      ko: "{system}의 실행 여부와 호스트, 포트 접근 확인",
    },
  },
  "check-endpoint": {
    en: "Check AWS_REGION and AWS_ENDPOINT_URL",
    ko: "AWS_REGION과 AWS_ENDPOINT_URL 확인",
    elsewhere: { en: "Check the address of {system} in the settings", ko: "설정의 {system} 주소 확인" },
  },
  "set-broker-region": {
    en: 'Set the region of Celery\'s broker: broker_transport_options = {"region": "…"}',
    ko: 'Celery 브로커의 리전 설정: broker_transport_options = {"region": "…"}',
    replaces: ["align-region"],
  },
  "check-dns": {
    en: "Check the host's name and the resolver of the container or machine",
    ko: "호스트 이름과 컨테이너 또는 장비의 DNS 확인",
    platforms: {
      docker: {
        en: "Check the container's resolver: dns in /etc/docker/daemon.json, or docker run --dns",
        ko: "컨테이너의 DNS 확인: /etc/docker/daemon.json의 dns 또는 docker run --dns",
      },
      compose: {
        en: "Check the service's resolver: dns in compose.yaml, or in /etc/docker/daemon.json",
        ko: "서비스의 DNS 확인: compose.yaml 또는 /etc/docker/daemon.json의 dns",
      },
      kubernetes: {
        en: "Check CoreDNS, the pod's dnsPolicy, and the network policies that it needs for DNS",
        ko: "CoreDNS, 파드의 dnsPolicy, DNS를 막는 네트워크 정책 확인",
      },
      ecs: {
        en: "Check the VPC's DNS support (enableDnsSupport) and the task's security group",
        ko: "VPC의 DNS 지원(enableDnsSupport)과 태스크의 보안 그룹 확인",
      },
    },
    replaces: ["open-route", "open-route-solapi", "start-redis"],
  },
  "check-proxy": {
    en: "Let the proxy pass this host, or except it (HTTPS_PROXY, NO_PROXY)",
    ko: "프록시에서 이 호스트를 허용하거나 예외로 두기 (HTTPS_PROXY, NO_PROXY)",
    replaces: ["open-route", "open-route-solapi"],
  },
  "check-tls": {
    en: "Check the port and the scheme (http or https), and whether a proxy answers instead",
    ko: "포트와 프로토콜(http, https), 프록시가 대신 응답하는지 확인",
    replaces: ["open-route", "open-route-solapi"],
  },
  "check-host": {
    en: "Check the address: what answers there shows the certificate of another host",
    ko: "주소 확인: 그곳에서 다른 호스트의 인증서로 응답함",
    replaces: ["open-route", "open-route-solapi"],
  },
  "renew-certificate": {
    en: "Check the machine's clock, update its CA bundle, and renew the certificate if it has really expired",
    ko: "장비의 시계를 확인하고 CA 목록을 갱신, 정말 만료되었으면 인증서 교체",
    replaces: ["open-route", "open-route-solapi", "check-endpoint"],
  },
  "trust-certificate": {
    en: "Install the CA certificates that are missing (ca-certificates), or trust the CA of the proxy that replaces the certificate[: {caVariables}]",
    ko: "빠진 CA 인증서(ca-certificates)를 설치하거나, 인증서를 바꾸는 프록시의 CA를 신뢰하게 설정[: {caVariables}]",
    replaces: ["open-route", "open-route-solapi", "check-endpoint"],
  },
  "open-route-solapi": {
    en: "Give the worker a route to api.solapi.com",
    ko: "워커에서 api.solapi.com으로 가는 경로 추가",
    elsewhere: { en: "Give the worker a route to {system}", ko: "워커에서 {system}까지의 경로 추가" },
  },
} satisfies Record<string, KnownFix>;
