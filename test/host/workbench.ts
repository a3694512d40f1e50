// Drives the workbench as a person does: activity bar, palette, quick input, trees, toasts, dialogs, webviews.
import { errors } from "playwright-core";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { startWebHost } from "./webHost.ts";
import type { HostOptions, WebHost } from "./webHost.ts";

/** What an element shows: a part of it, or a pattern. */
export type Text = string | RegExp;

const readyTimeoutMs = 90_000;
/** Long, for machines that run four of these at once: it is what a failure takes, not what a step does. */
const stepTimeoutMs = 60_000;
const PALETTE_ATTEMPTS = 4;

/** A toast or a modal dialog that is on screen. */
export interface Prompt {
  text: string;
  /** Labels of its buttons, in the order shown. */
  buttons: string[];
  click(button: string): Promise<void>;
}

/** A quick pick or an input box that is on screen. */
export interface QuickInput {
  title: string;
  placeholder: string;
  value: string;
  /** Under the box: the prompt, or what is wrong with the value. */
  message: string;
  /** The rows in sight, each with its description and detail. */
  items: string[];
}

export class Workbench {
  /** Those that were launched and not closed. */
  static readonly open = new Set<Workbench>();
  readonly host: WebHost;
  readonly page: Page;

  private constructor(host: WebHost) {
    this.host = host;
    this.page = host.page;
    this.page.setDefaultTimeout(stepTimeoutMs);
  }

  /** Starts a VS Code with its extension host; resolves once the workbench can be used. */
  static async launch(options: HostOptions): Promise<Workbench> {
    const host = await startWebHost(options);
    try {
      const workbench = new Workbench(host);
      await workbench.isReady();
      Workbench.open.add(workbench);
      return workbench;
    } catch (error) {
      await host.close();
      throw error;
    }
  }

  /** Ends everything that `launch` started. */
  async close(): Promise<void> {
    Workbench.open.delete(this);
    await this.host.close();
  }

  /** Loads the window again, with an extension host of its own; resolves once the workbench can be used. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.isReady();
  }

  /** What the window shows, as a screen reader has it: for the log of a test that failed. */
  async toText(): Promise<string> {
    return this.page.locator(".monaco-workbench").ariaSnapshot();
  }

  /** Opens a view container from the activity bar by its title. A window below 600 pixels hides it in an overflow menu. */
  async openViewContainer(title: string): Promise<void> {
    const tab = this.page.locator(`.part.activitybar .action-item:has(a.action-label[aria-label^="${title}"])`).first();
    await tab.waitFor({ timeout: readyTimeoutMs });
    if (
      (await tab.getAttribute("aria-selected")) === "true" ||
      /\bchecked\b/.test((await tab.getAttribute("class")) ?? "")
    )
      return;
    await tab.click();
  }

  /** Runs a command from the palette by its full title, category included: "Messaging: Send Test Message". */
  async runCommand(title: string): Promise<void> {
    await this.openPalette(`>${title}`);
    const label = this.page.locator(".monaco-icon-label-container .label-name").getByText(title, { exact: true });
    await this.quickInputRows.filter({ has: label }).first().click();
  }

  /** Waits for a quick pick or input box whose title, placeholder or message shows the text. */
  async quickInput(text: Text): Promise<QuickInput> {
    const widget = this.page.locator(".quick-input-widget:visible");
    const input = widget.locator("input.input");
    const titled = widget.filter({ hasText: text });
    const placeheld = widget.filter({ has: this.page.getByPlaceholder(text) });
    await titled.or(placeheld).first().waitFor();
    const rows = await this.quickInputRows.allInnerTexts();
    return {
      title: await widget.locator(".quick-input-title").innerText(),
      placeholder: (await input.getAttribute("placeholder")) ?? "",
      value: await input.inputValue(),
      message: await widget.locator(".quick-input-message").innerText(),
      items: rows.map(toOneLine),
    };
  }

  /** Chooses a row of the quick pick on screen. */
  async pick(row: Text): Promise<void> {
    await this.quickInputRows.filter({ hasText: row }).first().click();
  }

  /** Types into the quick input on screen and accepts it; without a text, accepts what is there. */
  async enter(text?: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget:visible input.input");
    if (text !== undefined) await input.fill(text);
    await input.press("Enter");
  }

  /** A row of a tree, by what it shows. `view`: title of the view, where several show the same. */
  treeItem(row: Text, view?: string): Locator {
    return this.treeRows(view)
      .filter({ hasText: acrossParts(row) })
      .first();
  }

  /** The rows in sight as text: two spaces of indent per level, label and description. For comparing in tests. */
  async treeText(view?: string): Promise<string> {
    const rows = await this.treeRows(view).all();
    const lines = rows.map(async (row) => {
      const level = Number((await row.getAttribute("aria-level")) ?? 1);
      const parts = await row.locator(".label-name, .label-description").allInnerTexts();
      return "  ".repeat(level - 1) + toOneLine(parts.join(" "));
    });
    return (await Promise.all(lines)).join("\n");
  }

  /** Clicks an inline action of a tree row, by the title of its command. */
  async clickInlineAction(row: Text, action: string, view?: string): Promise<void> {
    const item = this.treeItem(row, view);
    await item.hover();
    await item.locator(`a.action-label[aria-label^="${action}"]`).first().click();
  }

  /** Clicks an entry of a tree row's context menu. */
  async clickContextAction(row: Text, action: string, view?: string): Promise<void> {
    await this.treeItem(row, view).click({ button: "right" });
    await this.page.locator(".context-view .action-item").filter({ hasText: action }).first().click();
  }

  /** Clicks a link or button of a view's welcome text. */
  async clickWelcome(label: string): Promise<void> {
    await this.page.locator(".welcome-view-content a, .welcome-view-content .monaco-button").getByText(label).click();
  }

  /** Waits for a toast that shows the text. Toasts are not shown under the smoke test driver. */
  async notification(text: Text): Promise<Prompt> {
    const toast = this.page.locator(".notification-toast").filter({ hasText: text }).first();
    return readPrompt(toast, ".notification-list-item-message", ".notification-list-item-buttons-container");
  }

  /** Waits for a modal dialog that shows the text. */
  async dialog(text: Text): Promise<Prompt> {
    const box = this.page.locator(".monaco-dialog-box").filter({ hasText: text }).first();
    return readPrompt(box, ".dialog-message-container", ".dialog-buttons");
  }

  statusBarItem(text: Text): Locator {
    return this.page.locator(".part.statusbar .statusbar-item").filter({ hasText: text }).first();
  }

  editorTab(title: Text): Locator {
    return this.page.locator(".tabs-container .tab").filter({ hasText: title }).first();
  }

  /** The document inside of the webview on screen. */
  get webview(): FrameLocator {
    return this.page.frameLocator("iframe.webview.ready >> visible=true").frameLocator("#active-frame");
  }

  /** Closes toasts and editors, so that the next picture starts clean. */
  async clear(): Promise<void> {
    await this.runCommand("Notifications: Clear All Notifications");
    await this.runCommand("View: Close All Editors");
  }

  /** Writes a PNG of the window, or of one element, with animations at their end, without pointer and hovers. */
  async screenshot(file: string, element?: Locator): Promise<void> {
    const { width } = this.page.viewportSize() ?? { width: 1280 };
    await this.page.mouse.move(width / 2, 1); // over a row, it would show the row's buttons
    const style = ".workbench-hover-container { visibility: hidden !important; }";
    await (element ?? this.page).screenshot({ path: file, animations: "disabled", caret: "hide", style });
  }

  /** A key that is pressed while the palette of the command before closes is lost: it is pressed again. */
  private async openPalette(text: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input.input");
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press("F1");
      try {
        return await input.fill(text, { timeout: attempt < PALETTE_ATTEMPTS ? 5_000 : 60_000 });
      } catch (error) {
        if (attempt === PALETTE_ATTEMPTS || !(error instanceof errors.TimeoutError)) throw error;
      }
    }
  }

  private async isReady(): Promise<void> {
    const item = this.page.locator(".monaco-workbench .part.statusbar .statusbar-item").first();
    await item.waitFor({ timeout: readyTimeoutMs });
  }

  private get quickInputRows(): Locator {
    return this.page.locator(".quick-input-widget:visible .quick-input-list .monaco-list-row");
  }

  private treeRows(view: string | undefined): Locator {
    const pane = view === undefined ? ".part.sidebar" : `.pane:has(.pane-header[aria-label^="${view}"])`;
    return this.page.locator(`${pane} .monaco-list-row[role="treeitem"]`);
  }
}

async function readPrompt(box: Locator, message: string, buttons: string): Promise<Prompt> {
  await box.waitFor();
  const button = box.locator(`${buttons} .monaco-button`);
  const labels = (await button.allInnerTexts()).map(toOneLine).filter((label) => label !== "");
  return {
    text: toOneLine(await box.locator(message).innerText()),
    buttons: labels,
    click: (label) => button.getByText(label, { exact: true }).click(),
  };
}

/** Label and description of a row are neighbours without a space between them. */
function acrossParts(text: Text): RegExp {
  if (text instanceof RegExp) return text;
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s*"));
}

const toOneLine = (text: string) => text.replace(/\s+/g, " ").trim();
