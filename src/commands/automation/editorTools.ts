import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { AgentHost } from "../../agents/agentTool";
import { loadAgents } from "../../agents/agentsModule";
import type { AgentsModule } from "../../agents/agentsModule";
import { ExpectedError } from "../../common/errors";
import { maskStart, maskText } from "../../common/masking";
import { LOCAL } from "../../targets/environment";
import type { CommandContext } from "../context";

const PREFIX = "messaging_";

let host: AgentHost | undefined;

/** VS Code asks before a tool that writes; that is no approval of a plan, which the tool asks for itself. */
export function prepareTool(name: string, input: object): vscode.PreparedToolInvocation | undefined {
  if (!/apply_fix|send_test/.test(name)) return undefined;
  const message = maskStart(JSON.stringify(input), 300);
  return { confirmationMessages: { title: l10n.t("Carry out what was planned?"), message } };
}

export async function invokeTool(
  context: CommandContext,
  distDir: string,
  name: string,
  input: object,
  token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
  const agents = loadAgents(distDir, vscode.l10n.bundle);
  host ??= hostOf(context, agents);
  const cancelled = new AbortController();
  const subscription = token.onCancellationRequested(() => cancelled.abort());
  try {
    const { data } = await agents.answerOf(name.slice(PREFIX.length), input, host, cancelled.signal);
    const text = `${agents.FRAME}\n\n${JSON.stringify(data)}`;
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
  } finally {
    subscription.dispose();
  }
}

function hostOf(context: CommandContext, agents: AgentsModule): AgentHost {
  const { environments, interaction } = context;
  const plans = new agents.PlanRegistry();
  const names = () => [LOCAL, ...environments.list().environments.keys()];
  return {
    plans,
    environments: names,
    async onEnvironment(name, run) {
      if (!names().includes(name))
        throw new ExpectedError(
          "no-environment",
          l10n.t("There is no environment {0} here", maskStart(name, 60)),
          l10n.t("There are: {0}. Only the user can add one.", names().join(", ")),
        );
      const opened = await environments.open(name);
      try {
        return await run(opened);
      } finally {
        await opened.dispose();
      }
    },
    context: (signal) => {
      const operation = context.operation(signal, () => undefined);
      const nobody = () => Promise.resolve(undefined);
      const refuses = {
        ask: nobody,
        choose: nobody,
        confirm: () => Promise.resolve(false),
        warn: () => Promise.resolve(true),
      };
      return { ...operation, interaction: { ...operation.interaction, ...refuses } };
    },
    offerApproval({ id, description, via, environment }) {
      const detail = [maskText(description), via].filter(Boolean).join(", ");
      const question = l10n.t("An agent wants to change {0}. Approve it?", environment);
      void interaction
        .confirm({ question, detail, action: l10n.t("Approve") })
        .then((isApproved) => isApproved && plans.approve(id));
      return l10n.t("In the dialog that the editor shows now.");
    },
  };
}
