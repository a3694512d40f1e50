import type { CauseId } from "../../causes/causeIds";

/**
 * What the usual words of errors mean that no pattern of the catalogue knows, by the system that the line is about. No
 * more than a guess: the first that fits counts.
 */
type Guesses = readonly (readonly [CauseId, RegExp])[];

/** Errors of the program's own code, whatever they mention. */
const OF_CODE =
  /\b(?:Type|Key|Attribute|Name|Index|Reference|Range|Syntax|Unbound\w*|NotImplemented|Assertion|NoMethod|UnicodeDecode|UnicodeEncode)Error\b|NullPointerException|NullReferenceException|ClassCastException|IllegalArgumentException|IndexOutOfBounds\w*|undefined method|Can't (?:call|locate object) method|is not a function|cannot read propert|nil pointer|unexpected keyword argument|Undefined (?:variable|index|array key|offset)|panicked at|\[Errno (?:2|13|17|24|28|30)\]|\b(?:ENOSPC|EMFILE|ENFILE|EACCES|EROFS)\b|No space left on device|Too many open files|can't start new thread/i;

// prettier-ignore
const ofProvider: Guesses = [
  ["provider.balance", /(?:not (?:\w+ )?enough|insufficient|low|no|zero|out of|exhausted) (?:\w+ ){0,2}(?:credits?|balance|funds?)\b|(?:credits?|balance|funds?) (?:\w+ ){0,3}(?:insufficient|too low|exhausted|used up|depleted|not enough|expired)|\b402\b|payment required|NOT_?ENOUGH_?CREDITS?|INSUFFICIENT_?(?:BALANCE|FUNDS?|CREDITS?)|(?:잔액|포인트|크레딧|충전금|잔여 ?건수|캐시)\S{0,3} ?\S{0,6}(?:부족|없|소진|모자)/i],
  ["provider.recipient-blocked", /opt(?:ed)?[ -_]?out|unsubscribed|black-?list|block-?list|\bDND\b|do[ -]not[ -](?:disturb|call|contact)|수신 ?거부/i],
  ["provider.sender-not-registered", /(?:invalid|unknown|unregistered|unverified|unauthori[sz]ed|illegal|wrong) (?:\w+ ){0,2}(?:sender|from|originator|source addr\w*|caller id|alphanumeric)|\b(?:sender|originator|from (?:number|address)|source addr\w*|caller ?id)\b.{0,40}\b(?:not (?:\w+ )?(?:registered|verified|allowed|approved|valid|known|authori[sz]ed)|unregistered|unverified|invalid|rejected)|INVALID_?(?:SENDER|FROM|SOURCE)\w*|\bfrom['"]? (?:phone )?number.{0,40}\bnot (?:an? )?(?:\w+ )?(?:valid|sms)|no origination|origination (?:entit|identit)\w+|발신 ?번호/i],
  ["provider.template-not-found", /(?:template|템플릿).{0,40}(?:not (?:found|approved|exist|registered)|does not exist|unapproved|rejected|없|존재하지|승인)|(?:unknown|invalid|missing) template|(?:미등록|등록되지 않은|존재하지 않는|승인되지 않은|미승인) ?템플릿/i],
  ["provider.template-mismatch", /(?:template|템플릿).{0,40}(?:mismatch|not match|differ|param\w*|variable|불일치|다릅)/i],
  ["provider.recipient-invalid", /(?:invalid|wrong|malformed|incorrect|unknown|bad|missing|empty|not a valid) (?:\w+ ){0,3}(?:phone|mobile|number|recipient|msisdn|destination|'?to'?\b|gsm)|\b(?:phone|mobile|number|recipient|msisdn|destination|device token|registration token)\S* (?:\S+ ){0,4}(?:invalid|not valid|incorrect|malformed|unknown|not registered|unregistered|not a )|INVALID_?(?:PHONE|MSISDN|NUMBER|RECIPIENT|DESTINATION|DEST|TO)\w*|registration-token-not-registered|수신 ?번호/i],
  ["provider.account-blocked", /account (?:\S+ ){0,4}(?:suspended|blocked|disabled|inactive|not active|locked|restricted|closed|expired|not enabled|under review)|(?:suspended|blocked|disabled|inactive) account|\btrial\b|sandbox (?:mode|account)|not (?:been )?enabled for|geo.?permission|destination not registered|(?:서비스|계정).{0,8}(?:중지|정지|해지|차단)/i],
  ["provider.ip-not-allowed", /(?:허용|등록)되지 않은 ?(?:IP|아이피)|\bip\b.{0,30}not (?:allowed|permitted|white-?listed|registered|authori[sz]ed)|(?:unregistered|disallowed|unauthori[sz]ed) ip\b/i],
  ["provider.unauthorized", /unauthori[sz]ed|not authori[sz]ed|AuthorizationError|auth(?:enticat|ori[sz])\w* (?:failed|error|required|failure|denied)|not authenticated|(?:failed|could not|unable) to authenticate|(?:invalid|wrong|bad|incorrect|missing|expired|revoked|unknown) (?:[a-z]+[ _-]){0,2}(?:api[ _-]?(?:key|id|token|secret)|app[ _-]?key|access[ _-]?(?:key|token)|auth(?!orit)\w*|token|credentials?|secret|password|user ?name|login|user\b|signature)|(?:api|access|auth|app)[ _-]?(?:key|token) (?:\S+ ){0,3}(?:invalid|wrong|incorrect|expired|not found|disabled|missing)|login failed|bind (?:failed|response|request)|\bRBINDFAIL|(?:provide|missing|no|without|required?) (?:\w+ ){0,3}(?:credentials|api key)\b|credentials (?:\w+ ){0,2}(?:required|missing|not (?:set|provided|configured|found))|invalid_grant|access_?denied|forbidden|\b40[13]\b|인증.{0,6}(?:실패|오류|에러)/i],
  ["provider.quota", /(?:daily|monthly|hourly|message|sms|sending|traffic) (?:\w+ )?(?:limit|quota)|quota (?:\w+ )?(?:exceeded|reached|used)|(?:일일|하루|월간?).{0,8}(?:한도|제한)/i],
  ["provider.rate-limited", /rate.?limit|too many requests|throttl|throughput|\b429\b|limit exceeded/i],
  ["provider.text-invalid", /(?:message|text|body|content) (?:\w+ ){0,3}(?:too long|too large|empty|missing|required|exceeds)|exceeds .{0,30}(?:character|length)|unsupported character|본문|글자 ?수/i],
  ["provider.undelivered", /undeliver|not delivered|delivery (?:has )?(?:failed|failure)|absent subscriber|handset|(?:rejected|blocked|refused) by (?:the )?(?:operator|carrier|network)|carrier violation|unroutable|landline/i],
  ["provider.unreachable", /not bound|connection refused|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|getaddrinfo|no such host|name resolution|not resolve|Name or service not known|UnknownHost|certificate|handshake|self.signed|unreachable|failed to establish|cannot connect|could not connect|connect timed? ?out|ConnectTimeout|connection error|\bproxy\b/i],
  ["provider.timeout", /timed? ?out|timeout|deadline|no response|hang up|reset by peer|ECONNRESET|\bEOF\b|broken pipe|IncompleteRead|closed (?:the )?connection|disconnected/i],
  ["provider.server-error", /\b50[0-4]\b|internal (?:server )?error|service (?:is )?(?:temporarily )?unavailable|bad gateway|try again later/i],
  ["provider.request-invalid", /\b40[045]\b|bad request|validation (?:failed|error)|malformed|(?:missing|required|invalid) (?:\w+ ){0,2}(?:param\w*|field|json|request|argument)|not found/i],
];

// prettier-ignore
const ofQueue: Guesses = [
  ["queue.not-found", /unknown (?:topic|queue|exchange)|no (?:such )?(?:queue|exchange|topic)\b(?! (?:\w+ )?(?:configured|set|given|specified))|(?:queue|topic|exchange|subscription)\S* (?:\S+ ){0,4}(?:not found|does not exist|doesn't exist|not exist)|NOT_FOUND.{0,80}(?:\/(?:subscriptions|topics|queues)\/|Resource not found)/i],
  ["queue.access-denied-receive", /access (?:was )?(?:denied|refused)|login was refused|authentication (?:error|failed|failure)|invalid username or password|not authori[sz]ed|unauthori[sz]ed|permission|forbidden|\b40[13]\b/i],
  ["queue.throttled", /throttl|too many requests|rate exceeded/i],
  ["queue.endpoint-unreachable", /connection|connect\b|timed? ?out|timeout|refused|hang ?up|reset|deadline|ECONN\w+|ENOTFOUND|EAI_AGAIN|getaddrinfo|unreachable|disconnect|brokers? (?:\S+ ){0,3}(?:down|not available|unavailable)|transport failure|dispatch failure|dns|no such host|resolve/i],
];

const ofApi: Guesses = [
  [
    "api.gateway",
    /bad gateway|gateway time-?out|upstream|\b50[234]\b|no healthy backend|client intended to send too large|reverse.?proxy/i,
  ],
  ["api.rate-limited", /too many requests|rate.?limit|throttled/i],
  ["api.timeout", /request timed? ?out|worker timeout|took too long/i],
];

const guessed = (guesses: Guesses, text: string) => guesses.find(([, words]) => words.test(text))?.[0];
const causesOf = (...all: Guesses[]) => all.flatMap((guesses) => guesses.map(([cause]) => cause));

/** Whether a text reports an error of the program's own code. */
export const isErrorOfCode = (text: string): boolean => OF_CODE.test(text);

/** The cause that an unread error about a provider most likely has. */
export const providerFaultIn = (text: string): CauseId => guessed(ofProvider, text) ?? "provider.refused";
/** The cause that an unread error about the queue most likely has. */
export const queueFaultIn = (text: string): CauseId | undefined => guessed(ofQueue, text);
/** The cause that an unread error of the API, its server or its proxy most likely has. */
export const apiFaultIn = (text: string): CauseId => guessed(ofApi, text) ?? "api.server-error";

/** Every cause that the words of a provider, a queue or the API can show. */
export const workerFaults: readonly CauseId[] = [
  ...new Set([...causesOf(ofProvider, ofQueue), "provider.refused" as const]),
];
export const apiFaults: readonly CauseId[] = [...new Set([...causesOf(ofApi), "api.server-error" as const])];
