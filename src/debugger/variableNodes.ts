import { Handles } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { quoted } from "./shownValue";

/** A value in the Variables view, perhaps with values below it, perhaps one that can be changed. */
export interface VariableNode {
  name: string;
  value: string;
  children?: readonly VariableNode[];
  /** Present: it can be changed. Rejects with a sentence if not so. Resolves with the value as it is shown then. */
  set?: (value: string) => Promise<string>;
}

export const textNode = (name: string, value: string | number | undefined): VariableNode[] =>
  value === undefined ? [] : [{ name, value: typeof value === "number" ? String(value) : quoted(value) }];

/** Any value of an event or a log line as a node. */
export function nodeOf(name: string, value: unknown): VariableNode {
  if (typeof value === "object" && value !== null) {
    const children = Object.entries(value).map(([key, each]) => nodeOf(key, each));
    return { name, value: Array.isArray(value) ? `[${value.length}]` : "{…}", children };
  }
  return { name, value: typeof value === "string" ? quoted(value) : String(value) };
}

/** Nodes by the references that a client asks with. They count until the next stop. */
export class VariableTree {
  readonly #handles = new Handles<readonly VariableNode[]>();

  reset(): void {
    this.#handles.reset();
  }

  reference(nodes: readonly VariableNode[]): number {
    return this.#handles.create(nodes);
  }

  variables(reference: number): DebugProtocol.Variable[] {
    return (this.#handles.get(reference) ?? []).map(({ name, value, children, set }) => ({
      name,
      value,
      variablesReference: children ? this.reference(children) : 0,
      ...(!set && { presentationHint: { attributes: ["readOnly"] } }),
    }));
  }

  find(reference: number, name: string): VariableNode | undefined {
    return this.#handles.get(reference)?.find((node) => node.name === name);
  }
}
