import * as l10n from "@vscode/l10n";

/** A command without arguments, and its title. */
interface Remedy {
  id: "messaging.environment.logIn" | "messaging.environment.setSecret" | "messaging.settings.open";
  title: string;
}

/** The command that does the next step after a refusal; undefined if none does. `reason`: of an `ExpectedError`. */
export function remedyOf(reason: string | undefined): Remedy | undefined {
  switch (reason) {
    case "token-missing":
    case "token-refused":
      return { id: "messaging.environment.logIn", title: l10n.t("Log In") };
    case "provider-keys-missing":
    case "provider-refused":
      return { id: "messaging.environment.setSecret", title: l10n.t("Set secret") };
    case "aws-credentials-missing":
    case "aws-credentials-invalid":
    case "aws-session-expired":
      return { id: "messaging.settings.open", title: l10n.t("Choose another profile") };
    default:
      return undefined;
  }
}
