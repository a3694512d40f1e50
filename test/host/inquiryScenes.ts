// Pictures of an inquiry: a history of a few hundred messages with some causes, made through the stack's own doors.
import { sendTo, stackOf } from "./environmentScenes.ts";
import type { StackFiles } from "./environmentScenes.ts";
import type { Scene } from "./screenshots.ts";
import type { Workbench } from "./workbench.ts";

const STUDENTS = 150;
const FIRST = 1_001;

/** The last part of a number decides what the sandbox's carrier does: 2000 delivers. */
const students = Array.from({ length: STUDENTS }, (_, index) => ({
  id: FIRST + index,
  name: `학생 ${index + 1}`,
  phone: null,
  parentPhone: index % 25 === 24 ? null : `010${String(31_000_000 + index * 7_919).slice(0, 8)}`,
}));

async function makeHistory(workbench: Workbench): Promise<void> {
  const { address } = stackOf(workbench);
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${address.controlUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${address.token}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as unknown;
  };
  const send = async (from: number, count: number) => {
    const ids = students.slice(from, from + count).map(({ id }) => id);
    await sendTo(workbench, ids, "오늘 수업은 6시에 시작합니다.");
    await ended(address, from + count);
  };
  await call("POST", "/tenants/hakwonplus/students", { students });
  await send(0, 100);
  await call("POST", "/faults/provider.sender-not-registered");
  await send(100, 19);
  await call("DELETE", "/faults");
  await call("POST", "/faults/provider.balance");
  await send(119, 11);
  await call("DELETE", "/faults");
  await send(130, 20);
}

/** Resolves once as many messages have got their row, or were left out by the API. */
async function ended({ controlUrl, token }: StackFiles["address"], count: number): Promise<void> {
  const { body } = await fetch(`${controlUrl}/events?since=0`, { headers: { authorization: `Bearer ${token}` } });
  const over = new Set<string>();
  let rest = "";
  for await (const text of body!.pipeThrough(new TextDecoderStream())) {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines.filter(Boolean)) {
      const { type, traceId } = JSON.parse(line) as { type: string; traceId: string };
      if (type === "worker.logged" || type === "api.recipient-skipped") over.add(traceId);
    }
    if (over.size >= count) return;
  }
}

export const inquiryScenes: readonly Scene[] = [
  {
    name: "inquiry",
    prepare: async (workbench, speech) => {
      const { webview } = workbench;
      await workbench.page.keyboard.press("Escape"); // a dialog of the scene before
      await workbench.clear();
      await workbench.openViewContainer(speech.title("Messaging"));
      await workbench.runCommand(speech.command("Find Messages…"));
      await webview.locator("form.filters").waitFor();
      await webview.locator(".reading progress").waitFor({ state: "detached" }); // the stack runs
      await makeHistory(workbench);
      await webview.locator("form.filters button").click();
      await webview.locator(".group", { hasText: "provider.balance" }).waitFor();
      await webview.locator(".rows .cell").first().waitFor();
    },
  },
  {
    name: "inquiry-messages",
    prepare: async ({ webview }) => {
      await webview.locator(".group", { hasText: "provider.balance" }).locator("summary").click();
      await webview.locator(".rows .row").nth(3).click();
      await webview.locator(".grid").press("Shift+ArrowDown");
      await webview.locator(".rows").scrollIntoViewIfNeeded();
    },
  },
];
