import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../../common/errors";
import { maskStart } from "../../../common/masking";
import type { ComposeService } from "../../../targets/discovery/compose/composeFile";
import type { ImageStart } from "../../../targets/discovery/compose/dockerfile";
import { ContainerPaths } from "./containerPaths";
import { placedProgram } from "./placedProgram";
import type { PlacedProgram } from "./placedProgram";
import { serviceCommand, wordsOfService } from "./serviceCommand";
import type { ServiceCommand } from "./serviceCommand";

export interface ServiceProgram {
  program: PlacedProgram;
  command: ServiceCommand;
  paths: ContainerPaths;
}

/**
 * What a service runs, on this machine. `valueOf`: what a shell in its container fills in. Error:
 * `service-not-runnable`.
 */
export async function serviceProgram(
  folder: string,
  service: ComposeService<unknown>,
  image: ImageStart,
  valueOf: (name: string) => string | undefined,
): Promise<ServiceProgram> {
  const { name, build, mounts } = service;
  if (build === undefined && mounts.length === 0)
    throw notRunnable(name, l10n.t("The service {0} is an image alone: its program is not on this machine", name));
  const words = wordsOfService(service, image);
  if (words.length === 0)
    throw notRunnable(name, l10n.t("Neither the compose file nor a Dockerfile says what the service {0} runs", name));
  const command = serviceCommand(words, valueOf);
  if (!command) {
    const shown = maskStart(words.join(" "), 100);
    throw notRunnable(name, l10n.t("The service {0} runs no program of Python or Node: {1}", name, shown));
  }
  const paths = new ContainerPaths(folder, service, image.workingDir);
  const program = await placedProgram(command, paths);
  if (!program) {
    const what = maskStart(command.program ?? command.module ?? command.script ?? command.binary ?? "", 100);
    throw notRunnable(name, l10n.t("What the service {0} runs is not in this folder: {1}", name, what));
  }
  return { program, command, paths };
}

/** It can still run in its container, against the stack. */
export const notRunnable = (name: string, sentence: string) =>
  new ExpectedError(
    "service-not-runnable",
    sentence,
    l10n.t("Run it in its container, and attach: {0}", `messaging env --format compose-override --service ${name}`),
  );
