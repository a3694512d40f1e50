import { Handles, Source } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";

interface DebugDocument {
  name: string;
  text: string;
}

/** Where a frame is. `line`: from 1. */
export interface DebugPlace {
  source: DebugProtocol.Source;
  line: number;
}

/** A frame is at a line. VS Code draws line and column, "12:1", unless the column is 0. */
export const atLine = ({ source, line }: DebugPlace): DebugPlace & { column: number } => ({ source, line, column: 0 });

/** Read-only documents that a client asks for by reference: payloads, requests, details of events. */
export class DebugDocuments {
  readonly #documents = new Handles<DebugDocument>();

  /** `value`: text, or what becomes JSON. `field`: the field of it that its frame is about; by default all of it. */
  add(name: string, value: unknown, field?: string): DebugPlace {
    const text = typeof value === "string" ? indented(value) : JSON.stringify(value, null, 2);
    const found = field === undefined ? 0 : text.split("\n").findIndex((line) => line.startsWith(`  "${field}":`));
    return {
      source: new Source(name, undefined, this.#documents.create({ name, text })),
      line: Math.max(found, 0) + 1,
    };
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
