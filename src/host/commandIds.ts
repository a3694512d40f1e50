/**
 * Every command of the extension with its arguments. Any argument may be missing (the palette passes none): the handler
 * then offers a pick. A test compares this list with package.json, both ways.
 */
export interface CommandArguments {
  "messaging.stack.start": [];
  "messaging.stack.stop": [];
  "messaging.worker.start": [];
  "messaging.worker.stop": [];
  "messaging.worker.restart": [];
  "messaging.message.send": [preset?: unknown];
  "messaging.message.sendAgain": [message?: unknown];
  "messaging.message.reproduce": [message?: unknown];
  "messaging.scenario.save": [message?: unknown];
  "messaging.message.find": [phrase?: unknown];
  "messaging.message.export": [messages?: unknown, file?: unknown];
  "messaging.report.open": [file?: unknown, id?: unknown];
  "messaging.message.resend": [messages?: unknown];
  "messaging.message.debug": [];
  "messaging.message.stepThrough": [message?: unknown];
  "messaging.message.drop": [thread?: unknown, item?: unknown];
  "messaging.message.answer": [thread?: unknown, item?: unknown];
  "messaging.student.import": [tenant?: unknown, file?: unknown];
  "messaging.layers.check": [];
  "messaging.diagnosis.run": [message?: unknown];
  "messaging.diagnosis.copyReport": [message?: unknown];
  "messaging.finding.explain": [finding?: unknown];
  "messaging.finding.ignore": [finding?: unknown];
  "messaging.finding.manageIgnored": [];
  "messaging.sender.inspect": [tenant?: unknown];
  "messaging.sender.fix": [tenant?: unknown];
  "messaging.sender.undo": [];
  "messaging.queue.peek": [];
  "messaging.queue.redrive": [];
  "messaging.queue.create": [];
  "messaging.notificationLog.open": [tenant?: unknown];
  "messaging.audit.open": [];
  "messaging.fault.inject": [fault?: unknown];
  "messaging.fault.clear": [];
  "messaging.environment.select": [environment?: unknown];
  "messaging.environment.discover": [environment?: unknown];
  "messaging.environment.check": [environment?: unknown];
  "messaging.environment.logIn": [environment?: unknown];
  "messaging.environment.setSecret": [environment?: unknown];
  "messaging.environment.forgetSecrets": [environment?: unknown];
  "messaging.environment.connect": [];
  "messaging.inbox.open": [];
  "messaging.settings.open": [];
  "messaging.output.show": [];
  "messaging.view.refresh": [];
  "messaging.tenant.loadMore": [];
  "messaging.trace.open": [message?: unknown];
  "messaging.trace.compare": [message?: unknown, messages?: unknown];
  "messaging.phone.preview": [message?: unknown];
  "messaging.logs.tail": [];
  "messaging.logs.stop": [];
  "messaging.logs.filter": [message?: unknown];
}

export type CommandId = keyof CommandArguments;

/** What a feature exports: its handlers by command id. VS Code passes any arguments, so handlers check them. */
export type CommandMap = { [Id in CommandId]?: (...args: CommandArguments[Id]) => unknown };
