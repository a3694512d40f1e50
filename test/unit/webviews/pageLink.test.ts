import assert from "node:assert/strict";
import { PageLink } from "../../../src/webviews/pageLink";

/** As VS Code's panels do: once closed, whoever touches their page gets an error. */
function panel() {
  const listeners: (() => unknown)[] = [];
  const posted: unknown[] = [];
  let isClosed = false;
  return {
    posted,
    close: () => {
      isClosed = true;
      for (const listener of listeners) listener();
    },
    onDidDispose: (listener: () => unknown) => (listeners.push(listener), { dispose: () => undefined }),
    get webview() {
      if (isClosed) throw new Error("Webview is disposed");
      const postMessage = async (message: unknown) => {
        await new Promise(setImmediate);
        if (isClosed) throw new Error("Webview is disposed");
        return posted.push(message) > 0;
      };
      return { postMessage };
    },
  };
}

describe("What a panel says to its page", () => {
  it("is dropped where the panel was closed meanwhile (an unhandled rejection)", async () => {
    const closing = panel();
    const link = new PageLink<string>(closing as never);
    link.opened();
    const posting = link.post("while it closes");
    closing.close();
    await posting;
    await link.post("after it");
    assert.deepEqual(closing.posted, []);
  });

  it("waits for nobody: before the page listens nothing is posted", async () => {
    const opening = panel();
    const link = new PageLink<string>(opening as never);
    await link.post("early");
    link.opened();
    await link.post("heard");
    assert.deepEqual(opening.posted, ["heard"]);
  });
});
