import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError, messageOf } from "../common/errors";
import { machineTimeZone, offsetAt } from "../common/timeZone";
import { zonedTime } from "../common/zonedTime";
import type { CauseGroup } from "../operations/inquiry/causeGroups";
import type { InquiryFields } from "../operations/inquiry/filter/inquiryFields";
import type { Inquiry, InquirySoFar } from "../operations/inquiry/findMessages";
import type { FoundMessage } from "../operations/inquiry/foundMessage";
import { pageHtml, pageIcon, pageRoots } from "./html";
import { inquiryLabels } from "./inquiryLabels";
import { isFromInquiryPage } from "./inquiryProtocol";
import type { FromInquiryPage, InquiryView, ToInquiryPage } from "./inquiryProtocol";
import { inquiryView, isOfGroup, keyOfGroup, titlesOf } from "./models/inquiryView";
import type { InquiryState } from "./models/inquiryView";
import { cellsOf, MessageTable } from "./models/messageTable";
import { timeBins } from "./models/timeBins";
import { PageLink } from "./pageLink";
import type { ActionView } from "./protocol";

export interface InquiryContent {
  /** Where it came from, if it is a hand-over: it is shown as it is. */
  readonly handedOver?: string;
  /** Finds in the environment that is selected now. */
  find(fields: InquiryFields, search: InquirySearch): Promise<Inquiry>;
  environment(): string;
  open(message: FoundMessage, group: CauseGroup): unknown;
  exportCsv(messages: readonly FoundMessage[]): unknown;
  /** Writes a hand-over of what is shown. */
  exportMasked?(): unknown;
  /** Sends the messages of the group again that can now succeed. */
  resend?(fields: InquiryFields, group: CauseGroup): unknown;
  actionOfFix(fixId: string): ActionView | undefined;
  runFix?(fixId: string, message: FoundMessage | undefined): unknown;
}

export interface InquirySearch {
  signal: AbortSignal;
  progress(step: string): void;
  follow(soFar: () => InquirySoFar): void;
}

/** Rows that fit the clipboard of a person. */
const MOST_COPIED = 10_000;
/** How often a running search is drawn, in milliseconds. */
const DRAW_EVERY_MS = 250;

const nothing: InquirySoFar = { total: 0, groups: [], messages: [] };

/**
 * The tab of an inquiry. It holds the messages; the page asks for the rows that it shows.
 *
 *     searching ─all read─▶ found
 *     searching ─cancelled, failed─▶ found in part, with the reason
 *     any ─find─▶ searching
 */
export class InquiryPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #page: PageLink<ToInquiryPage>;
  readonly #content: InquiryContent;
  readonly #fail: (error: unknown) => void;
  readonly #table = new MessageTable();
  #state: InquiryState;
  #search: AbortController | undefined;
  #drawnAt = 0;
  /** Counts what changes the rows: the page drops rows of another version. */
  #version = 0;

  constructor(extensionUri: vscode.Uri, content: InquiryContent, fail: (error: unknown) => void) {
    this.#content = content;
    this.#fail = fail;
    this.#state = this.#stateOf({ who: "", tenant: "", from: "", until: "", outcome: "", cause: "" });
    const title = content.handedOver === undefined ? l10n.t("Messages") : l10n.t("Report");
    this.#panel = vscode.window.createWebviewPanel("messaging.inquiry", title, vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: pageRoots(extensionUri),
    });
    this.#panel.iconPath = pageIcon(extensionUri);
    this.#page = new PageLink(this.#panel);
    const { webview } = this.#panel;
    this.#panel.onDidDispose(() => this.#search?.abort());
    webview.onDidReceiveMessage((message: unknown) => {
      if (isFromInquiryPage(message)) void this.#heard(message);
    });
    webview.html = pageHtml(webview, extensionUri, {
      title,
      script: "inquiry",
      hasStyle: true,
      language: vscode.env.language,
    });
  }

  onDidDispose(listener: () => void): void {
    this.#panel.onDidDispose(listener);
  }

  /** Resolves with the view once the search has ended: complete, failed or cancelled. */
  async find(fields: InquiryFields): Promise<InquiryView> {
    this.#panel.reveal();
    this.#search?.abort();
    const search = new AbortController();
    this.#search = search;
    this.#state = { ...this.#stateOf(fields), step: l10n.t("Looking…") };
    this.#table.showOnly(undefined);
    await this.#take(nothing);
    const isCurrent = () => this.#search === search;
    try {
      const { window, looked, students, ...found } = await this.#content.find(fields, {
        signal: search.signal,
        progress: (step) => {
          if (isCurrent()) this.#state.step = step;
        },
        follow: (soFar) => {
          if (isCurrent() && Date.now() - this.#drawnAt >= DRAW_EVERY_MS) void this.#take(soFar());
        },
      });
      if (isCurrent()) this.#end({ searched: { window, looked, ...(students && { students }) } }, found);
    } catch (error) {
      if (isCurrent()) this.#end({ problem: problemOf(error, search.signal) }, this.#state.found);
    }
    return this.view;
  }

  /** What the page shows, for tests. */
  get view(): InquiryView {
    return inquiryView(this.#state, this.#table);
  }

  #stateOf(fields: InquiryFields): InquiryState {
    const actionOfFix = (id: string) => this.#content.actionOfFix(id);
    const { handedOver } = this.#content;
    const environment = this.#content.environment();
    return { environment, fields, found: nothing, actionOfFix, ...(handedOver !== undefined && { handedOver }) };
  }

  #end(how: Pick<InquiryState, "searched" | "problem">, found: InquirySoFar): void {
    this.#search = undefined;
    const { step: _step, ...state } = this.#state;
    this.#state = { ...state, ...how };
    void this.#take(found);
  }

  async #take(found: InquirySoFar): Promise<void> {
    const zone = machineTimeZone();
    const bins = timeBins(found.messages, { zone, offsetMs: offsetAt(zone, found.messages[0]?.at ?? 0) * 60_000 });
    this.#state = { ...this.#state, found, ...(bins && { bins }) };
    this.#table.take(found.messages);
    await this.#draw();
  }

  async #draw(): Promise<void> {
    this.#drawnAt = Date.now();
    this.#version += 1;
    await this.#page.post({ kind: "inquiry", labels: inquiryLabels(), view: this.view, version: this.#version });
  }

  async #heard(message: FromInquiryPage): Promise<void> {
    try {
      await this.#react(message);
    } catch (error) {
      if (!this.#page.isClosed) this.#fail(error);
    }
  }

  async #react(message: FromInquiryPage): Promise<void> {
    switch (message.kind) {
      case "ready":
        this.#page.opened();
        return this.#draw();
      case "find":
        if (this.#content.handedOver !== undefined) return;
        return void (await this.find(message.fields));
      case "span": {
        if (this.#content.handedOver !== undefined) return;
        const [from, until] = [message.from, message.until].map((at) => zonedTime(at));
        return void (await this.find({ ...this.#state.fields, from: from!, until: until! }));
      }
      case "rows": {
        const { version, from, count } = message;
        if (version !== this.#version) return;
        const rows = this.#table.rows(from, count, titlesOf(this.#state.found));
        return this.#page.post({ kind: "rows", version, from, rows });
      }
      case "order":
        this.#table.orderBy(message.order);
        return this.#draw();
      case "open": {
        const found = this.#table.all[message.index];
        const group = found && this.#state.found.groups.find((each) => keyOfGroup(each) === keyOfGroup(found));
        if (group) await this.#content.open(found, group);
        return;
      }
      case "copy":
        return this.#copy(message.from, message.until);
      case "act":
        return this.#act(message.id);
    }
  }

  /** As tab-separated lines; numbers are masked already. */
  async #copy(from: number, until: number): Promise<void> {
    const titles = titlesOf(this.#state.found);
    const rows = this.#table.all.slice(from, Math.min(until, from + MOST_COPIED)).map((each) => cellsOf(each, titles));
    await vscode.env.clipboard.writeText(rows.map((cells) => cells.join("\t")).join("\n"));
  }

  async #act(id: string): Promise<void> {
    if (id === "cancel") return this.#search?.abort();
    if (id === "export") return void (await this.#content.exportCsv(this.#table.all));
    if (id === "masked") return void (await this.#content.exportMasked?.());
    const [, what, fix, key] = /^(only|resend|fix (\S{1,100})) (.{1,300})$/.exec(id) ?? [];
    const group = this.#state.found.groups.find((each) => keyOfGroup(each) === key);
    if (!group) return;
    if (what === "only") return this.#showOnly(group);
    if (what === "resend") return void (await this.#content.resend?.(this.#state.fields, group));
    await this.#content.runFix?.(fix ?? "", this.#state.found.messages.find(isOfGroup(keyOfGroup(group))));
  }

  /** The group's messages, or all again. */
  async #showOnly(group: CauseGroup): Promise<void> {
    const key = keyOfGroup(group);
    const { only, ...state } = this.#state;
    this.#state = only === key ? state : { ...state, only: key };
    this.#table.showOnly(only === key ? undefined : isOfGroup(key));
    await this.#draw();
  }
}

function problemOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return l10n.t("The search was cancelled: older messages are not shown.");
  return [messageOf(error), ExpectedError.is(error) ? error.nextStep : undefined].filter(Boolean).join(". ");
}
