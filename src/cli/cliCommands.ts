import type { Command } from "commander";
import type { CliContext } from "./cliContext";
import { addAuditCommand } from "./environment/auditCommand";
import { addDiagnoseCommand } from "./diagnosis/diagnoseCommand";
import { addEnvironmentCommands } from "./environment/environmentCommand";
import { addFaultCommands } from "./stack/faultCommand";
import { addInboxCommand } from "./message/inboxCommand";
import { addMessagesCommand } from "./message/messagesCommand";
import { addReproduceCommand } from "./message/reproduceCommand";
import { addResendCommand } from "./message/resendCommand";
import { addRowsCommand } from "./message/rowsCommand";
import { addSendCommand } from "./message/sendCommand";
import { addStartCommand } from "./message/startCommand";
import { addEnvCommand } from "./program/envCommand";
import { addRunCommand } from "./program/runCommand";
import { addTestCommand } from "./scenario/testCommand";
import { addApproveCommand } from "./agents/approveCommand";
import { addMcpCommand } from "./agents/mcpCommand";
import { addWaitCommand } from "./message/waitCommand";
import { addDebugAdapterCommand } from "./program/debugAdapterCommand";
import { addCheckCommand } from "./stack/checkCommand";
import { addStudentCommands } from "./stack/studentCommand";
import { addStatusCommand } from "./stack/statusCommand";
import { addTailCommand } from "./stack/tailCommand";
import { addTenantCommands } from "./environment/tenantCommand";
import { addQueueCommands } from "./stack/queueCommand";
import { addUpCommands } from "./stack/upCommand";
import { addWorkerCommands } from "./stack/workerCommand";

/** Every command of the command line, in the order of its help. */
export const commands: readonly ((program: Command, context: CliContext) => void)[] = [
  addStartCommand,
  addUpCommands,
  addEnvCommand,
  addRunCommand,
  addDebugAdapterCommand,
  addSendCommand,
  addTailCommand,
  addStatusCommand,
  addCheckCommand,
  addTenantCommands,
  addInboxCommand,
  addDiagnoseCommand,
  addFaultCommands,
  addWorkerCommands,
  addQueueCommands,
  addEnvironmentCommands,
  addAuditCommand,
  addRowsCommand,
  addMessagesCommand,
  addReproduceCommand,
  addResendCommand,
  addStudentCommands,
  addWaitCommand,
  addTestCommand,
  addMcpCommand,
  addApproveCommand,
];
