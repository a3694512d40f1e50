import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Choice } from "../../operations/interaction";
import { knownCodes } from "../../runtime/provider/statusCodes";
import type { CommandContext } from "../context";
import type { HeldSessions } from "./heldSessions";

/** What VS Code passes from the call stack: a thread's id, and where it is. Nothing from the palette. */
interface StackPlace {
  thread: unknown;
  item: unknown;
}

interface HeldPlace {
  session: vscode.DebugSession;
  threadId: number;
}

/**
 * Drops a held message with the reason that is asked for. Resolves with whether it was dropped; false: the user gave up.
 */
export async function dropHeld(context: CommandContext, sessions: HeldSessions, place: StackPlace): Promise<boolean> {
  const held = await findHeld(context, sessions, place);
  const reason =
    held &&
    (await context.interaction.ask({
      title: l10n.t("Drop the held message"),
      prompt: l10n.t("Why? The reason is kept with it in the dead-letter queue. Empty: dropped in the debugger"),
    }));
  if (!held || reason === undefined) return false;
  await order(held, `drop ${reason}`);
  return true;
}

/** Answers a held message with the code that is chosen. Resolves with it; undefined: the user gave up. */
export async function answerHeld(
  context: CommandContext,
  sessions: HeldSessions,
  place: StackPlace,
): Promise<string | undefined> {
  const held = await findHeld(context, sessions, place);
  const code = held && (await askForCode(context));
  if (!held || code === undefined) return undefined;
  await order(held, `answer ${code}`);
  return code;
}

/** What was clicked, else what the call stack shows, else the only one that is held, else the user's choice. */
async function findHeld(
  { interaction, notifier }: CommandContext,
  sessions: HeldSessions,
  { thread, item }: StackPlace,
): Promise<HeldPlace | undefined> {
  const { sessionId, threadId = "" } = (item ?? {}) as { sessionId?: string; threadId?: string };
  const session = sessions.find(sessionId);
  const { threads = [] } = ((await session?.customRequest("threads")) ?? {}) as {
    threads?: { id: number; name: string }[];
  };
  if (!session || threads.length === 0) {
    void notifier.info(l10n.t("No message is held. Check a point under Breakpoints, then send one."));
    return undefined;
  }
  const shown = vscode.debug.activeStackItem;
  const clicked = typeof thread === "number" ? thread : Number(/:(\d+)$/.exec(threadId)?.[1]);
  const ofShown = shown?.session.id === session.id ? shown.threadId : undefined;
  const known = [clicked, ofShown].find((id) => threads.some((each) => each.id === id));
  if (known !== undefined) return { session, threadId: known };
  const choices = threads.map(({ id, name }) => ({ label: name, value: id }));
  const chosen = choices.length === 1 ? choices[0]!.value : await interaction.choose(l10n.t("Which message?"), choices);
  return chosen === undefined ? undefined : { session, threadId: chosen };
}

async function askForCode({ interaction, language }: CommandContext): Promise<string | undefined> {
  const title = l10n.t("Answer in Solapi's place");
  const codes = knownCodes().filter(({ kind, code }) => kind === "intake" || kind === "error" || code === "2000");
  const choices = codes.map((each): Choice<string> => ({
    label: each.code,
    description: each[language],
    value: each.code,
  }));
  const other: Choice<string> = { label: l10n.t("Another code…"), value: "" };
  const chosen = await interaction.choose(title, [...choices, other]);
  if (chosen !== "") return chosen;
  return interaction.ask({
    title,
    prompt: l10n.t("A status code such as 3048, or an errorCode such as NotEnoughBalance"),
    check: (value) => (/^[\w-]{1,60}$/.test(value) ? undefined : l10n.t("Letters, digits, - and _ only")),
  });
}

/** What the Debug Console takes for the message's top frame. */
async function order({ session, threadId }: HeldPlace, expression: string): Promise<void> {
  const { stackFrames } = (await session.customRequest("stackTrace", { threadId, levels: 1 })) as {
    stackFrames: { id: number }[];
  };
  await session.customRequest("evaluate", { expression, context: "repl", frameId: stackFrames[0]?.id });
}
