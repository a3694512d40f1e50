import { anyOf, type Wording } from "./wording";

/** What the API decides before the queue, and what its server and proxy report. One entry per line. */
// prettier-ignore
export const apiWordings = {
  "held-for-tenant": { pattern: /messaging disabled|runtime held|messaging restricted|MESSAGING_DISABLED_TENANT_IDS/i, unless: /Ignoring invalid/ },
  "held-for-mode": { pattern: /(?:enqueue\w*|send_event_notification) blocked:.*non-Alimtalk mode=(?<mode>\w+)|no available (?:alimtalk )?channel/i },
  "held-for-approval": { pattern: /has no registered Solapi SID|no exact approved owner template/i },
  "held-for-template": { pattern: /template tenant mismatch|no template (?:found|linked)/i },
  "held-for-phone": { pattern: /no valid phone for send_to/i },
  "held-for-quota": { pattern: /notification quota exceeded/i },
  "held-for-variables": {
    pattern: anyOf(
      /required_vars missing: ?(?<mode>.*)/i,
      /invalid (?<mode>delay_mode|delay_value|delay_minutes|scheduled_hour)=/i,
      /(?<mode>delay_value)$/i,
    ),
  },
  "held-by-config": { pattern: /DRY-RUN:.*not sending|\(config not found or disabled\)/i },
  "job-empty": { pattern: /enqueue skipped: to or text empty/ },
  "host-refused": { pattern: /Invalid HTTP_HOST header|DisallowedHost/i },
  "request-unreached": { pattern: /WORKER TIMEOUT|was sent SIG[A-Z]+|Worker failed to boot|upstream timed out|upstream prematurely closed|no live upstreams|connect\(\) failed/ },
  "csrf-refused": { isDetail: true, pattern: /CSRF|Origin checking failed|Referer checking failed/i },
  "reached-before-failure": { isDetail: true, pattern: /prematurely closed|upstream timed out|WORKER TIMEOUT|was sent SIG|while reading response/i },
  "upstream-refused": { pattern: /Connection refused\) while connecting to upstream.{0,1200}?upstream: "(?<upstream>[^"]{1,200})"/ },
  "dispatch-deferred": { pattern: /(?:hourly|provider_daily|daily)_dispatch_quota_deferred|quota_deferred|deferred by quota/i, row: /(?:hourly|provider_daily|daily)_dispatch_quota_deferred|quota_deferred|deferred by quota/i },
  "dispatch-failed": { pattern: /dispatch failed; durable outbox|outbox failed|schedule failed|left unexpected status|process_due_notifications: (?!\{).*(?:error|attempt|fail)|unexpected keyword argument/i },
  "tenant-named": { pattern: /\b(?:business_)?tenant(?:_id)?=(?<tenant>\d+)/, in: "text" },
} as const satisfies Record<string, Wording>;
