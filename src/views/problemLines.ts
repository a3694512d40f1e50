/**
 * Variables of the backend whose value can be a cause. Looked for in the workspace's .env files, compose files and
 * Django settings, so that a finding points at the line to change.
 */
const variablesOfCause: readonly { causes: RegExp; variables: readonly string[] }[] = [
  {
    causes: /^queue\.(queue-mismatch|not-found|region|wrong|queue-)/,
    variables: ["MESSAGING_SQS_QUEUE_NAME", "AWS_REGION", "AWS_DEFAULT_REGION"],
  },
  {
    causes: /^queue\..*(credential|token|denied|signature|access)/,
    variables: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"],
  },
  { causes: /region/, variables: ["AWS_REGION", "AWS_DEFAULT_REGION"] },
  {
    causes: /^worker\.(env|missing|config|required)/,
    variables: ["DJANGO_SETTINGS_MODULE", "SOLAPI_API_KEY", "SOLAPI_API_SECRET"],
  },
  { causes: /mock/, variables: ["SOLAPI_MOCK", "DEBUG"] },
  { causes: /^provider\.(sender|from)/, variables: ["SOLAPI_SENDER"] },
  { causes: /^provider\..*(api-key|key|auth|signature|unauthor)/, variables: ["SOLAPI_API_KEY", "SOLAPI_API_SECRET"] },
  { causes: /whitelist/, variables: ["MESSAGING_TEST_WHITELIST"] },
  { causes: /denylist/, variables: ["MESSAGING_RECIPIENT_DENYLIST"] },
  { causes: /owner/, variables: ["OWNER_TENANT_ID"] },
];

/** `named`: texts of the finding; a variable that they spell out counts as well. */
export function variablesOf(cause: string, ...named: readonly string[]): string[] {
  const known = variablesOfCause.flatMap(({ causes, variables }) => (causes.test(cause) ? variables : []));
  const spelled = named.join(" ").match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? [];
  return [...new Set([...known, ...spelled])];
}

/** Which files can hold a variable. */
export const CONFIGURATION_FILES =
  "{**/.env,**/.env.*,**/*.env,**/docker-compose*.{yml,yaml},**/compose*.{yml,yaml},**/settings.py,**/settings/*.py}";

export interface VariableLine {
  variable: string;
  /** From 0. */
  line: number;
  start: number;
  end: number;
}

/** The lines that set one of the variables: `NAME=…`, `NAME: …`, `- NAME=…`, `os.environ.get("NAME")`. Comments do not. */
export function findVariableLines(text: string, variables: readonly string[]): VariableLine[] {
  if (variables.length === 0) return [];
  const pattern = new RegExp(`(?<![A-Za-z0-9_])(?:${variables.join("|")})(?![A-Za-z0-9_])`);
  return text.split(/\r?\n/).flatMap((content, line) => {
    const code = content.replace(/(^|\s)#.*$/, "");
    const match = pattern.exec(code);
    if (!match || !/[=:("'[]/.test(code)) return [];
    return [{ variable: match[0], line, start: match.index, end: code.trimEnd().length }];
  });
}
