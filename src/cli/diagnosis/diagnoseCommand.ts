import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { Option } from "commander";
import pc from "picocolors";
import { ExpectedError } from "../../common/errors";
import { shellWord } from "../shellWord";
import type { Diagnosis, Finding } from "../../diagnosis/diagnosis";
import { exitCodeOf } from "../../diagnosis/diagnosis";
import type { Evidence } from "../../diagnosis/evidence";
import type { Explanation } from "../../diagnosis/explanation";
import { explain } from "../../diagnosis/explanation";
import { renderMarkdown } from "../../diagnosis/report/report";
import { SAMPLE_TENANT } from "../../runtime/faults/fault";
import type { StackClient } from "../../runtime/control/stackClient";
import { joinStack } from "../../operations/stack/joinStack";
import { diagnoseFiles } from "../../operations/diagnosis/diagnoseFiles";
import { diagnoseLately } from "../../operations/diagnosis/diagnoseLately";
import { diagnoseNow } from "../../operations/diagnosis/diagnoseNow";
import type { DiagnosedNow } from "../../operations/diagnosis/diagnoseNow";
import type { Present } from "../../operations/layers/present";
import { presentLines } from "../../operations/layers/presentText";
import { watchMessages } from "../../operations/diagnosis/watchMessages";
import { sendMessages } from "../../operations/message/sendMessages";
import type { SendReport } from "../../operations/message/sendMessages";
import { recipientsText } from "../../operations/message/recipientFates";
import { sendOfFault } from "../../operations/message/testSend";
import type { TestSend } from "../../operations/message/testSend";
import type { Environment } from "../../targets/environment";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import type { CauseGroup } from "../../operations/inquiry/causeGroups";
import { groupJson } from "../message/inquiryJson";
import { groupLines } from "../message/inquiryLines";
import type { CliContext, CommandRun } from "../cliContext";
import { once, refuseUnmeant } from "./diagnoseOptions";
import { explanationLines } from "./explanationLines";
import { environmentOption, trustArguments, withEnvironment } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { commandLine } from "../commandLine";
import { exitCodes } from "../exitCodes";
import { languageOf } from "../cliLanguage";
import { padCells } from "../output";
import { reportLines } from "./reportLines";
import { showHandOver } from "./handedOver";
import { interruption, stateDirFor, withStackOf } from "../stack/stackSession";
import { exitCodeOfSend } from "../message/sendText";
import { studentIds } from "../message/studentIds";
import { operationOf } from "../terminalInteraction";

interface DiagnoseOptions {
  evidence?: string;
  workerLog?: string;
  apiLog?: string;
  timeZone?: string;
  send?: boolean;
  watch?: boolean;
  trustAddress?: string[];
  trust?: boolean;
  environment?: string;
  to?: string;
  confirm?: string;
  minutes: string;
  tenant?: string;
  student: string;
  text: string;
  report?: "md";
  explain?: boolean;
}

export function addDiagnoseCommand(program: Command, context: CliContext): void {
  program
    .command("diagnose")
    .description("say which layer stopped a message, why, and what fixes it")
    .option("--evidence <file>", "a pasted or collected bundle (JSON); - reads standard input", once)
    .option("--worker-log <file>", "the worker's log as a file of any size, over the bundle's", once)
    .option("--api-log <file>", "the API's log, likewise", once)
    .option("--time-zone <zone>", "the zone of log times that name none: Asia/Seoul, +09:00", once)
    .option("--send", "send a test message through the local stack, or the environment, and follow it")
    .option("--watch", "diagnose every message of the local stack as it comes")
    .addOption(environmentOption())
    .option("--minutes <n>", "for --environment without --send: how far back is looked", "10")
    .option("--to <number>", "for --environment --send: start at the queue, to this number")
    .option("--confirm <code>", "for --send through a production environment: the tenant's code, typed again")
    .option("--tenant <code>", "the tenant; the environment's own, else hakwonplus")
    .option("--student <ids>", "for --send, separated by commas", "1")
    .option("--text <text>", "for --send", "테스트")
    .addOption(new Option("--report <format>", "a report for an issue tracker, masked").choices(["md"]))
    .option("--explain", "also show the facts and rules behind the verdict")
    .action((options: DiagnoseOptions, command: Command) =>
      context.run(async (run) => {
        refuseUnmeant(command);
        const { evidence: bundle, workerLog, apiLog } = options;
        if (bundle !== undefined || workerLog !== undefined || apiLog !== undefined) {
          const { workspace } = run.stack;
          const language = languageOf(process.env);
          const found = await diagnoseFiles(options, { language, workspace, commandLine: commandLine() });
          return found.handOver && options.report === undefined
            ? showHandOver(run.output, found, found.handOver)
            : show(run, options, found);
        }
        if (options.watch) return watch(run, options);
        const found = await diagnoseEnvironment(run, options);
        if (found) return showFound(run, options, found);
        if (options.send) return exitCodes.stopped;
        throw new ExpectedError(
          "bad-request",
          l10n.t("Name what to diagnose"),
          l10n.t("Give {0}.", "--evidence FILE, --worker-log FILE, --environment FILE, --send, --watch"),
        );
      }),
    );
}

/** The send, the messages of the last minutes, or the running stack's newest message. Undefined: nothing to diagnose. */
async function diagnoseEnvironment(
  run: CommandRun,
  options: DiagnoseOptions,
): Promise<DiagnosedNow | SendReport | undefined> {
  if (options.environment !== undefined) return diagnoseFile(run, options.environment, options);
  if (options.send) return withStackOf(run.stack, (client) => sendOnce(run, client, options));
  const client = await joinStack(stateDirFor(run.stack));
  if (!client) return undefined;
  const { tenant } = options;
  const subject = tenant === undefined ? {} : { tenantCode: tenant };
  return diagnoseNow(createLocalEnvironment(client), subject, operationOf(run.stack));
}

interface Shown {
  evidence: Evidence;
  diagnosis: Diagnosis;
  present?: Present;
  isMessageKnown?: boolean;
  explanation?: Explanation;
  /** Of a send to many, which are shown instead of one report. */
  groups?: CauseGroup[];
}

function show({ output }: CommandRun, options: DiagnoseOptions, found: Shown): number {
  const { evidence, present, isMessageKnown } = found;
  const explanation = options.explain ? (found.explanation ?? explain(evidence)) : undefined;
  const language = languageOf(process.env);
  const diagnosis =
    options.environment === undefined ? found.diagnosis : withFixesFor(options.environment, options, found.diagnosis);
  if (options.watch) output.jsonLine(diagnosis);
  else
    output.json({
      ...diagnosis,
      ...(isMessageKnown !== undefined && { isMessageKnown }),
      ...(present && { now: present }),
      ...(explanation && { explanation }),
      ...(found.groups && { groups: found.groups.map(groupJson) }),
    });
  const now = present ? presentLines(present) : [];
  if (options.report === "md") output.line(renderMarkdown(diagnosis, evidence, { language, now }));
  else if (found.groups) for (const line of linesOfGroups(found.groups)) output.line(line);
  else if (isMessageKnown === false) output.line(`  ${l10n.t("No message is known.")}`);
  else {
    // A bundle from standard input is consumed, and a watched message does not arrive again.
    const isRepeatable = options.evidence !== "-" && !options.watch;
    const command = isRepeatable ? ranCommand(process.argv) : undefined;
    for (const line of reportLines(diagnosis, evidence, command)) output.line(line);
  }
  if (explanation && options.report === undefined) for (const line of explanationLines(explanation)) output.line(line);
  if (options.report === undefined && now.length > 0) output.line();
  if (options.report === undefined) for (const line of nowLines(now)) output.line(line);
  return isMessageKnown === false ? exitsOfPresent[present?.status ?? "unknown"] : exitCodeOf(diagnosis);
}

function linesOfGroups(groups: readonly CauseGroup[]): string[] {
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return groups.flatMap((group) => groupLines(group, total));
}

const exitsOfPresent = { fine: exitCodes.ok, wrong: exitCodes.stopped, unknown: exitCodes.unknown } as const;

/** As the parts of a report: a heading, then a line for each problem. */
const nowLines = (now: readonly string[]) =>
  now.map((line, index) => `    ${pc.dim(padCells(index === 0 ? l10n.t("Now") : "", 7))}${line}`);

/** The command as typed, to run again with more options. */
const ranCommand = ([, , ...args]: readonly string[]) =>
  [commandLine(), ...args.map((word) => shellWord(word))].join(" ");

/** Makes fixes that use this command line act on the environment that was diagnosed. */
function withFixesFor(file: string, options: EnvironmentChoice, diagnosis: Diagnosis): Diagnosis {
  const fixesOf = (finding: Finding): Finding => ({
    ...finding,
    fixes: finding.fixes.map((fix) =>
      fix.command?.startsWith(`${commandLine()} `)
        ? { ...fix, command: [fix.command, "--environment", shellWord(file), ...trustArguments(options)].join(" ") }
        : fix,
    ),
  });
  return { ...diagnosis, verdict: fixesOf(diagnosis.verdict), findings: diagnosis.findings.map(fixesOf) };
}

/** Probes that failed come first: they are never the cause. */
function showFound(run: CommandRun, options: DiagnoseOptions, found: DiagnosedNow | SendReport): number {
  const { output } = run;
  for (const { probe, reason } of found.failed)
    output.line(pc.dim(`  ${l10n.t("Cannot look at {0}: {1}", probe, reason)}`));
  const groups = "groups" in found ? found.groups : undefined;
  const recipients = "recipients" in found ? recipientsText(found.recipients) : undefined;
  if (recipients !== undefined && !groups) output.line(`  ${recipients}`);
  const code = show(run, options, found);
  return "recipients" in found ? exitCodeOfSend(found) : code;
}

function diagnoseFile(run: CommandRun, file: string, options: DiagnoseOptions) {
  const minutes = Number(options.minutes);
  if (!(minutes > 0)) throw new ExpectedError("bad-request", l10n.t("Not a number of minutes: {0}", options.minutes));
  const { confirm } = options;
  const context = operationOf(run.stack, confirm === undefined ? {} : { confirm });
  return withEnvironment(file, options, (environment: Environment): Promise<DiagnosedNow | SendReport | undefined> => {
    const { tenantCode } = environment;
    const { tenant = tenantCode } = options;
    if (!options.send) return diagnoseLately(environment, { tenantCode: tenant, minutes }, context);
    return sendMessages(environment, sendOf(options, tenantCode), context);
  });
}

/**
 * Some faults show only on a message of their own. Sends that message: `fault inject` promises that this command shows
 * it.
 */
async function sendOnce(run: CommandRun, client: StackClient, options: DiagnoseOptions) {
  const fault = (await client.faults()).find(({ active, send }) => active && send)?.send;
  const usual = sendOf(options);
  const send = usual.start === "api" ? sendOfFault(usual, fault) : usual;
  return sendMessages(createLocalEnvironment(client), send, operationOf(run.stack, {}, interruption()));
}

function sendOf({ tenant, student, text, to }: DiagnoseOptions, usual = SAMPLE_TENANT): TestSend {
  const tenantCode = tenant ?? usual;
  if (to !== undefined) return { tenantCode, start: "queue", message: { to, text, mode: "sms" } };
  const request = { student_ids: studentIds(student, NoStudent), message_mode: "sms" as const, raw_body: text };
  return { tenantCode, start: "api", request };
}

class NoStudent extends ExpectedError {
  constructor(why: string) {
    super("bad-request", l10n.t("Not a student id: {0}", why), l10n.t("Give ids separated by commas: --student 1,2"));
  }
}

/** Runs until Ctrl-C: one line for a message that got through, the whole report for one that did not. */
async function watch(run: CommandRun, options: DiagnoseOptions): Promise<number> {
  const signal = interruption();
  return withStackOf(run.stack, async (client) => {
    const { seq } = await client.snapshot();
    const context = operationOf(run.stack, {}, signal);
    for await (const { evidence, diagnosis } of watchMessages(createLocalEnvironment(client), seq, context)) {
      show(run, options, { evidence, diagnosis });
    }
    return exitCodes.ok;
  });
}
