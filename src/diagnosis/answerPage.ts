import { type Answer, isSuccess } from "./answer";

/** Django's own pages, and DRF's browsable form of an answer. */
const DJANGOS = /Django|CSRF|^\s*Bad Request \(400\)|Server Error \(500\)|Forbidden\s*\(403\)/;
const PLAIN_TO_TLS =
  /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL|sent an HTTP request to an HTTPS server/i;
/** Who signs the pages that stand in front of an API. */
const PROXIES =
  /\b(nginx|openresty|CloudFront|Cloudflare|awselb|Apache|Varnish|Envoy|HAProxy|Traefik|Akamai|Imperva|Incapsula|AWS WAF)\b/i;
/** What a proxy refuses by itself; its other statuses have causes of their own. */
const REFUSED_BY_PROXY = [400, 403, 413, 414, 415, 422, 431];

/** HTML that is not the API's: it answers with JSON, and Django's few pages say so. */
export const isStrangersPage = ({ isHtml, text }: Answer) => isHtml && !DJANGOS.test(text);

/** Django's page of a 400 without a reason: its checks of the request itself, most often of the host. */
export const isDjangosBadRequest = ({ isHtml, detail, status }: Answer) =>
  status === 400 && isHtml && /^Bad Request \(400\)$/.test(detail);

/** `http://` was called where TLS is spoken. */
export const isPlainToTls = ({ status, text, detail }: Answer) =>
  status === 400 && PLAIN_TO_TLS.test(`${detail}\n${text}`);

/** The proxy or firewall that refused the request in the API's place, as its page names it. */
export const refusingProxy = (answer: Answer): string | undefined =>
  isStrangersPage(answer) && REFUSED_BY_PROXY.includes(answer.status ?? 0) && !isPlainToTls(answer)
    ? PROXIES.exec(answer.text)?.[1]
    : undefined;

/** A page where the API would have answered with JSON: something else listens at this address. */
export const isPageOfAnother = (answer: Answer) =>
  isStrangersPage(answer) && (isSuccess(answer) || answer.status === 400) && refusingProxy(answer) === undefined;
