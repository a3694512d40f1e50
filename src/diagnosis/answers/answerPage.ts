import { type Answer, isSuccess } from "./answer";

/** Django's own pages, and DRF's browsable API. */
const DJANGOS = /Django|CSRF|^\s*Bad Request \(400\)|Server Error \(500\)|Forbidden\s*\(403\)/;
const PLAIN_TO_TLS =
  /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL|sent an HTTP request to an HTTPS server/i;
/** Signatures on the pages of servers and proxies in front of an API. */
const PROXIES =
  /\b(nginx|openresty|CloudFront|Cloudflare|awselb|Apache|Varnish|Envoy|HAProxy|Traefik|Akamai|Imperva|Incapsula|AWS WAF)\b/i;
/** Statuses with which a proxy itself refuses a request. Its other statuses have their own causes. */
const REFUSED_BY_PROXY = [400, 403, 413, 414, 415, 422, 431];

/** HTML that is not the API's own: the API answers with JSON, and Django's few pages name Django. */
export const isStrangersPage = ({ isHtml, text }: Answer) => isHtml && !DJANGOS.test(text);

/** Django's 400 page without a reason: a check of the request itself failed, most often of the host. */
export const isDjangosBadRequest = ({ isHtml, detail, status }: Answer) =>
  status === 400 && isHtml && /^Bad Request \(400\)$/.test(detail);

/** A plain `http://` request to a TLS port. */
export const isPlainToTls = ({ status, text, detail }: Answer) =>
  status === 400 && PLAIN_TO_TLS.test(`${detail}\n${text}`);

/** The proxy or firewall that refused the request in the API's place, as its page names it. */
export const refusingProxy = (answer: Answer): string | undefined =>
  isStrangersPage(answer) && REFUSED_BY_PROXY.includes(answer.status ?? 0) && !isPlainToTls(answer)
    ? PROXIES.exec(answer.text)?.[1]
    : undefined;

/** A page where the API would answer with JSON: another server listens at this address. */
export const isPageOfAnother = (answer: Answer) =>
  isStrangersPage(answer) && (isSuccess(answer) || answer.status === 400) && refusingProxy(answer) === undefined;
