import { Handles, Source } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";

interface DebugDocument {
  name: string;
  text: string;
}

/** Read-only documents that a client asks for by reference: payloads, requests, details of events. */
export class DebugDocuments {
  readonly #documents = new Handles<DebugDocument>();

  /** `value`: text, or what becomes JSON. */
  add(name: string, value: unknown): DebugProtocol.Source {
    const text = typeof value === "string" ? indented(value) : JSON.stringify(value, null, 2);
    return new Source(name, undefined, this.#documents.create({ name, text }));
  }

  textOf(reference: number): string | undefined {
    return this.#documents.get(reference)?.text;
  }
}

/** JSON on several lines; other text as it is. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
