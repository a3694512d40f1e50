import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { checkDocument, discoveryDocument } from "../../../src/operations/environment/environmentDocuments";
import { codeSpan, fencedBlock, inlineMarkdown, markdownTable } from "../../../src/common/shown/markdown";
import { shownLabel, shownLine, shownText, shownValue } from "../../../src/common/shown/shownLine";
import type { LayersSnapshot } from "../../../src/targets/layers/layersSnapshot";
import { layerNodes } from "../../../src/views/layers/layersTree";
import { messageNodes } from "../../../src/views/messages/messagesTree";
import { statusText } from "../../../src/views/status/statusText";
import { tenantNodes } from "../../../src/views/tenants/tenantsTree";
import { shownNode } from "../../../src/views/treeNode";
import type { TreeNode } from "../../../src/views/treeNode";
import { compareView } from "../../../src/webviews/models/compareView";
import { phoneView } from "../../../src/webviews/models/phoneView";
import { traceView } from "../../../src/webviews/models/traceView";
import { deadLettered, refused, rejected } from "../webviews/traceFixture";
import { NOW } from "./measurementFixture";

const HOSTILE = [
  "\x1b]0;PWNED\x07\x1b]52;c;cm0=\x07\x9b31m\x00\x08\u202eexe\u2066",
  "[Fix it](command:workbench.action.quit) ![x](https://evil.example/p.png) <img src=https://evil.example/x>",
  "<script>alert(1)</script> $(pass) @everyone #12 www.evil.example https://evil.example/a `` ` ``` |",
  "```\r\n# heading\n> quote | cell |\n",
  "x".repeat(100_000),
].join(" ");

/** Words that code compares; the rest of a snapshot or trace is what some other machine said. */
const OURS = new Set("state status mode kind type layer outcome senderSource source reason id traceId".split(" "));

const poisoned = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (key, item: unknown) =>
    typeof item === "string" && !OURS.has(key) ? HOSTILE : item,
  ) as T;

const now = <V>(value: V) => ({ at: NOW, value, staleAfterMs: 30_000 });
const staging: LayersSnapshot = {
  name: "staging",
  isLocal: false,
  isProduction: true,
  api: now({ url: "u", info: { status: 401, elapsedMs: 41, code: "c", detail: "d" } }),
  queue: now({ name: "q", region: "r", url: "u", counts: { visible: 0, inFlight: 1, delayed: 0, dead: 3 } }),
  worker: now({ origin: "o", state: "exited" as const, restartCount: 3, image: "i", queueName: "q", mock: false }),
  provider: { at: NOW, failed: "why" },
  data: now({
    origin: "o",
    tenant: { id: 1, code: "c", name: "n", messagingSender: "s" },
    lastLog: { id: "12", success: false, failureReason: "f", at: NOW },
  }),
  faults: ["f"],
  lastErrors: {},
};
const traces = [rejected(), refused(), deadLettered()].map(poisoned);
const finding = {
  layer: "api",
  outcome: "blocked",
  cause: "api.validation",
  title: HOSTILE,
  explanation: HOSTILE,
  fixes: [{ id: "x", title: HOSTILE }],
  isVerdict: true,
} as const;

/** What an editor or terminal obeys instead of showing. */
const HIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

function assertShown(text: string, limit: number): void {
  assert.doesNotMatch(text, HIDDEN);
  assert.doesNotMatch(text, /\]\(/, "a link, which notifications and input boxes follow");
  assert.ok(text.length <= limit * 2, `${text.length} characters`);
}

const flat = (nodes: readonly TreeNode[]): TreeNode[] => nodes.flatMap((node) => [node, ...flat(node.children ?? [])]);

describe("foreign text in the editor", () => {
  const state = { kind: "live", snapshot: poisoned(staging) } as const;
  const trees: [name: string, nodes: () => TreeNode[]][] = [
    ["the layers", () => layerNodes({ state, traces, findings: [finding], now: NOW })],
    [
      "layers that cannot be used",
      () => layerNodes({ state: { kind: "invalid", name: HOSTILE, why: HOSTILE }, traces, findings: [], now: NOW }),
    ],
    ["the messages", () => messageNodes(traces)],
    [
      "the tenants",
      () => tenantNodes({ total: 9, tenants: [{ id: 1, code: HOSTILE, name: HOSTILE, messagingSender: HOSTILE }] }),
    ],
  ];
  for (const [name, nodes] of trees)
    it(`is bounded, visible and no link in a row or hover of ${name}`, () => {
      const rows = flat(nodes());
      assert.ok(
        rows.some((row) => `${row.label}${row.description}${row.tooltip}`.includes("\u202e")),
        "it is shown",
      );
      for (const row of rows.map(shownNode)) {
        assertShown(row.label, 300);
        assertShown(row.description ?? "", 300);
        assertShown(row.tooltip ?? "", 4_000);
      }
    });

  it("is bounded and visible in the status bar, with no icon but ours", () => {
    const invalid = statusText({ kind: "invalid", name: HOSTILE, why: HOSTILE }, [], NOW)!;
    for (const { text, tooltip } of [statusText(state, traces, NOW)!, invalid]) {
      const label = shownLabel(text);
      assertShown(label, 350);
      assert.equal(label.match(/(?<!\\)\$\(/g)?.length, 1, label);
      assertShown(shownText(tooltip), 4_000);
    }
  });

  it("is bounded and visible in what a page gets, field names too", () => {
    const view = traceView({ trace: traces[1]! });
    const message = poisoned({ at: NOW, type: "SMS", from: "1", to: "2", bytes: 1, text: "t", statusCode: "2000" });
    const pages = [
      view,
      compareView(view, traceView({ trace: traces[0]! })),
      phoneView(message as never),
      { [HOSTILE]: 1 },
    ];
    for (const page of pages) {
      JSON.stringify(shownValue(page), (key, value: unknown) => {
        assertShown(key, 4_000);
        if (typeof value === "string") assertShown(value, 4_000);
        return value;
      });
    }
  });

  it("is one bounded line in toasts, picks and titles", () => {
    assertShown(shownLine(HOSTILE, 200), 200);
    assert.doesNotMatch(shownLine(HOSTILE), /\n/);
    assert.equal(shownLabel("$(check) a $(pass) b"), "$(check) a \\$(pass) b");
    assert.equal(shownLabel("$(loading~spin) a"), "$(loading~spin) a");
    assert.equal(shownLine("한글 text, 0212345678"), "한글 text, 0212345678");
  });

  it("cannot write Markdown in a document: no element, image, link or mention, by VS Code's own renderer", () => {
    const place = { file: HOSTILE, line: 1 };
    const found = { path: HOSTILE, value: HOSTILE, certainty: "sure", at: place, alternatives: [] } as const;
    const proposed = {
      name: HOSTILE,
      values: [found],
      missing: [],
      secrets: [{ variable: HOSTILE, isSet: true, at: place }],
      notes: [{ sentence: HOSTILE, at: place }],
      version: { generation: undefined, signs: [] },
    };
    const checks = [{ part: "api", status: "failed", sentence: HOSTILE, elapsedMs: 1 }] as const;
    const documents = [
      checkDocument(HOSTILE, checks),
      discoveryDocument({ proposed: proposed as never, input: { tenantCode: HOSTILE }, checks }, true),
      markdownTable([HOSTILE], [[HOSTILE]]).join("\n"),
      `# ${inlineMarkdown(HOSTILE)}\n\n- ${codeSpan(HOSTILE)}\n\n${fencedBlock(HOSTILE)}\n`,
    ];
    // As VS Code's preview and issue trackers render: elements are taken, and addresses become links.
    const markdown = createRequire(path.resolve("package.json"))("markdown-it") as (options: object) => {
      render(text: string): string;
    };
    for (const document of documents) {
      const html = markdown({ html: true, linkify: true }).render(document);
      const outsideOfCode = html.replace(/<(code|pre)\b[^]*?<\/\1>/g, "");
      assert.doesNotMatch(outsideOfCode, /<(?:img|a|script)\b/i);
      assert.doesNotMatch(document.replace(/```[^]*?```/g, ""), /(?<!`)@everyone/);
      assert.ok(outsideOfCode.includes("evil.example"), "the text itself is shown");
    }
  });
});
