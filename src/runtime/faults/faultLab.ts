import fs from "node:fs";
import path from "node:path";
import { ExpectedError } from "../../common/errors";
import { newTraceId } from "../api/traceIds";
import type { Stack } from "../stack/stack";
import { apiFaults } from "./apiCauseFaults";
import { CASE, setUpCase, takeBackCase } from "./caseSetUp";
import type { Fault, Undo } from "./fault";
import { providerFaults } from "./providerCauseFaults";
import { queueFaults } from "./queueCauseFaults";
import { workerFaults } from "./workerCauseFaults";
import type { CaseSettings, FaultSend, FaultSummary } from "../control/stackContract";

export const faults: readonly Fault[] = [...apiFaults, ...queueFaults, ...workerFaults, ...providerFaults];

const byId = new Map(faults.map((fault) => [fault.id, fault]));

/** All faults as they are listed, none of them active. */
export const inactiveFaults: readonly FaultSummary[] = faults.map(({ id, layer, title, send }) => ({
  id,
  layer,
  title,
  active: false,
  ...(send && { send }),
}));

/**
 * Injects faults into a stack and clears them. Keeps the active faults and their undo data in a file, so that the next
 * start repairs a stack that crashed with an active fault.
 */
export class FaultLab {
  readonly #stack: Stack;
  readonly #file: string;
  readonly #active = new Map<string, Undo>();

  constructor(stack: Stack, stateDir: string) {
    this.#stack = stack;
    this.#file = path.join(stateDir, "faults.json");
  }

  list(): FaultSummary[] {
    return faults.map(({ id, layer, title, send }) => {
      const active = this.#active.has(id);
      const shown = send && withValues(send, this.#active.get(id) ?? {});
      return { id, layer, title, active, ...(shown && { send: shown }) };
    });
  }

  get active(): string[] {
    return [...this.#active.keys()];
  }

  /** @throws ExpectedError `unknown-fault` */
  async inject(id: string): Promise<FaultSummary> {
    const fault = byId.get(id);
    if (!fault) {
      throw new ExpectedError("unknown-fault", `No fault sets up the cause ${id}`, "`fault list` names them all.");
    }
    if (!this.#active.has(id)) {
      this.#active.set(id, await fault.inject(this.#stack));
      this.#save();
      this.#stack.forgetRefusals();
    }
    return this.list().find((each) => each.id === id)!;
  }

  /** Brings the settings of a case to the stack; `clear` takes them back, after the faults that came later. */
  async setUp(settings: CaseSettings): Promise<void> {
    await this.clear(CASE);
    this.#active.set(CASE, await setUpCase(this.#stack, settings));
    this.#save();
    this.#stack.forgetRefusals();
  }

  /** Clears the fault with this id, or all active faults without an id. */
  async clear(id?: string): Promise<string[]> {
    const ids = [...this.#active.keys()].reverse().filter((each) => id === undefined || each === id);
    for (const each of ids) {
      const undo = this.#active.get(each)!;
      await (each === CASE ? takeBackCase(this.#stack, undo) : byId.get(each)!.clear(this.#stack, undo));
      this.#active.delete(each);
      this.#save();
    }
    // A worker that hit the fault backs off for a while; after a restart it is healthy at once.
    if (ids.length > 0) await this.#stack.worker.restart();
    this.#stack.forgetRefusals();
    return ids;
  }

  /** Clears the faults that a stack left behind when it ended without cleaning up. */
  async repair(): Promise<void> {
    let left: Record<string, Undo>;
    try {
      left = JSON.parse(fs.readFileSync(this.#file, "utf8")) as Record<string, Undo>;
    } catch {
      return; // no fault was active
    }
    for (const [id, undo] of Object.entries(left)) if (byId.has(id) || id === CASE) this.#active.set(id, undo);
    await this.clear();
  }

  #save(): void {
    fs.writeFileSync(this.#file, JSON.stringify(Object.fromEntries(this.#active)), { mode: 0o600 });
  }
}

/** Fills values from the injection, such as a row's id, into the body to send. */
function withValues(send: FaultSend, values: Undo): FaultSend {
  if (send.via === "api") return send;
  const traceId = newTraceId(new Set());
  const filled = Object.entries(values).reduce(
    (body, [name, value]) => body.replaceAll(`{${name}}`, String(value)),
    send.body,
  );
  return { ...send, body: filled.replaceAll("{trace_id}", traceId) };
}
