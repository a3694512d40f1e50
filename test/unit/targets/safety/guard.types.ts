/** Checked by the type check alone: what cannot be written in this project. */
import type { Environment } from "../../../../src/targets/environment";
import type { WritableEnvironment } from "../../../../src/targets/safety/guard";
import type { UnguardedEnvironment } from "../../../../src/targets/writers";

declare const opened: Environment;
declare const toSend: WritableEnvironment<"send">;
declare const toFix: WritableEnvironment<"set-sender">;
declare const unguarded: UnguardedEnvironment;
declare function fixes(target: WritableEnvironment<"set-sender">): void;

// What is opened has no way to write.
// @ts-expect-error send
void opened.api?.send("hakwonplus", { student_ids: [1] });
// @ts-expect-error enqueue
void opened.queue?.enqueue("{}");
// @ts-expect-error receive
void opened.queue?.receive(10, "queue");
// @ts-expect-error redrive
void opened.queue?.redrive(10);
// @ts-expect-error create
void opened.queue?.create();
// @ts-expect-error start
void opened.worker?.start();
// @ts-expect-error stop
void opened.worker?.stop();
// @ts-expect-error restart
void opened.worker?.restart();
// @ts-expect-error setSender
void opened.tenants?.setSender("hakwonplus", "", "0212345678");

// One write is leave for one purpose.
fixes(toFix);
// @ts-expect-error another purpose
fixes(toSend);
// @ts-expect-error the purpose is what was asked for
toFix.purpose = { kind: "set-sender", tenantCode: "saessak", before: "", after: "0212345678" };
// @ts-expect-error the environment is the one that was opened
toFix.environment = opened;
// @ts-expect-error what is written was said before
void toFix.write("saessak", "", "0212345678");

// Nobody but the guard makes one.
// @ts-expect-error the guard's own mark is missing
fixes({ kind: "set-sender", environment: opened, purpose: toFix.purpose, write: () => toFix.write() });
// @ts-expect-error an environment with writers is not one
fixes(unguarded);
