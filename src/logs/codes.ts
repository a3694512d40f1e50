import * as l10n from "@vscode/l10n";
import { causes } from "../diagnosis/causes/allCauses";
import type { CauseId } from "../diagnosis/causes/causeIds";
import type { Language } from "../diagnosis/texts/language";
import { fixTitlesOf } from "../diagnosis/report/findingText";
import { isKnownCode, knownCodes, meaningOf } from "../runtime/provider/statusCodes";

export interface FoundCode {
  code: string;
  /** Offset in the line. */
  start: number;
  end: number;
}

export interface CodeExplanation {
  code: string;
  /** For example "Solapi, refused at the intake". */
  where: string;
  meaning: string;
  /** Empty where the code is not a failure. */
  fixes: string[];
  retry?: string;
}

/** Codes of the backend and of AWS, by their cause. */
const words = {
  sender_required: "provider.sender-missing",
  provider_not_enough_balance: "provider.balance",
  provider_quota_exceeded: "provider.quota",
  alimtalk_requires_pf_id_and_template_id: "provider.alimtalk-config",
  to_pf_template_required: "provider.alimtalk-config",
  invalid_sender_profile_format: "provider.alimtalk-config",
  ppurio_token_failed: "provider.unauthorized",
  TemplateNotApproved: "provider.template-not-found",
  "AWS.SimpleQueueService.NonExistentQueue": "queue.not-found",
  NonExistentQueue: "queue.not-found",
  QueueDoesNotExist: "queue.not-found",
  AccessDeniedException: "queue.access-denied-receive",
  AccessDenied: "queue.access-denied-receive",
  InvalidClientTokenId: "queue.credentials-invalid",
  UnrecognizedClientException: "queue.credentials-invalid",
  ExpiredTokenException: "queue.credentials-expired",
  ExpiredToken: "queue.credentials-expired",
  NoCredentialsError: "queue.credentials-missing",
  EndpointConnectionError: "queue.endpoint-unreachable",
  ConnectTimeoutError: "queue.endpoint-unreachable",
  RequestThrottled: "queue.throttled",
  OverLimit: "queue.throttled",
  "KMS.AccessDeniedException": "queue.kms-denied",
} satisfies Record<string, CauseId>;

/** Other programs use these names for other things, so they are explained in logs only. */
const ambiguousWords = new Set(
  "Unauthorized Forbidden ValidationError BadRequestError ServerError ParseError UnknownError InvalidStatus AlreadySent ResourceNotFound TooManyRequests AccessDenied AccessDeniedException SignatureDoesNotMatch timed-out cut-off not-sent HTTP_429".split(
    " ",
  ),
);

/** These codes are not failures, and the bare numbers are too common. */
const everydayNumbers = new Set(["2000", "3000", "4000"]);

/** Skips numbers inside IDs, times, prices, paths and addresses. */
const NUMBER = /(?<![\w.,/#-])(?<!\d:)(?<!\/\/\S{0,200}:)(["'[(]?)([1-4]\d{3})(["'\])]?)(?![\w/-]|[.:,]\d)/g;
const WORD = /[A-Za-z][\w.-]*\w/g;
const ABOUT_CODES = /code|status|error|reason|solapi|코드|상태|발신|수신|접수/i;

/**
 * Finds the codes in a line. In a log a bare number counts. In other files it must be quoted, or the line must mention
 * codes.
 */
export function findCodes(line: string, isLog: boolean): FoundCode[] {
  return [...findNumbers(line, isLog), ...findWords(line, isLog)];
}

function findNumbers(line: string, isLog: boolean): FoundCode[] {
  return [...line.matchAll(NUMBER)].flatMap((match) => {
    const [, open = "", code = "", close = ""] = match;
    if (!isKnownCode(code)) return [];
    const isQuoted = open !== "" && close !== "";
    const isMeant = everydayNumbers.has(code)
      ? isQuoted && ABOUT_CODES.test(line)
      : isLog || isQuoted || ABOUT_CODES.test(line);
    const start = match.index + open.length;
    return isMeant ? [{ code, start, end: start + code.length }] : [];
  });
}

function findWords(line: string, isLog: boolean): FoundCode[] {
  return [...line.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    // Drops the module path: `botocore.errorfactory.QueueDoesNotExist`.
    const code = isWord(word) ? word : (word.split(".").at(-1) ?? word);
    if (!isWord(code) || (!isLog && ambiguousWords.has(code))) return [];
    const start = index + word.length - code.length;
    return [{ code, start, end: start + code.length }];
  });
}

const isWord = (word: string): boolean => Object.hasOwn(words, word) || (!/^\d/.test(word) && isKnownCode(word));

/** What a code means and how to fix it. Undefined for unknown codes. */
export function explainCode(code: string, language: Language): CodeExplanation | undefined {
  if (isKnownCode(code)) {
    const { kind, cause, retry, ...told } = meaningOf(code);
    const isFailure = cause !== "none";
    return {
      code,
      where: whereOf(kind),
      meaning: told[language],
      fixes: isFailure ? fixTitlesOf(cause as CauseId, language) : [],
      ...(isFailure && { retry: retryText(retry) }),
    };
  }
  const cause = Object.hasOwn(words, code) ? words[code as keyof typeof words] : undefined;
  if (!cause) return undefined;
  const where = cause.startsWith("queue.") ? "AWS SQS" : l10n.t("the backend's worker");
  return { code, where, meaning: causes[cause][language].title, fixes: fixTitlesOf(cause, language) };
}

/** Every code that can be explained. Used by tests and completion. */
export const explainableCodes = (): string[] => [...knownCodes().map(({ code }) => code), ...Object.keys(words)];

function whereOf(kind: ReturnType<typeof meaningOf>["kind"]): string {
  switch (kind) {
    case "progress":
      return l10n.t("Solapi, no failure");
    case "intake":
      return l10n.t("Solapi, refused at the intake: nothing was sent");
    case "platform":
      return l10n.t("Solapi, failed after it was accepted");
    case "carrier":
      return l10n.t("the carrier or Kakao, failed after it was accepted");
    case "error":
      return l10n.t("Solapi, the answer to a call");
  }
}

function retryText(retry: ReturnType<typeof meaningOf>["retry"]): string {
  switch (retry) {
    case "never":
      return l10n.t("Sending the same message again will not help.");
    case "later":
      return l10n.t("Nothing was sent; it can be sent again later.");
    case "ambiguous":
      return l10n.t("It may have been sent. Check before you send it again.");
  }
}
