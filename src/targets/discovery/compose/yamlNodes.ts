import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Document, LineCounter, Node, Scalar } from "yaml";

/** Limit for nested `<<`: anything deeper is a loop. */
const MAX_MERGES = 8;

/** A YAML document's nodes, with anchors and `<<` resolved and line numbers kept. */
export class YamlNodes {
  readonly #document: Document;
  readonly #lines: LineCounter;

  constructor(document: Document, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  get root(): unknown {
    return this.#document.contents;
  }

  /** Follows an alias to its node. */
  resolve(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.#document) : node;
  }

  /** A map's pairs by key, including merged maps; the map's own pairs win. Empty if it is not a map. */
  pairs(node: unknown, depth = 0): Map<string, { key: Node | undefined; value: unknown }> {
    const map = this.resolve(node);
    const found = new Map<string, { key: Node | undefined; value: unknown }>();
    if (!isMap(map) || depth > MAX_MERGES) return found;
    for (const { key, value } of map.items) {
      if (!isScalar(key)) continue;
      if (String(key.value) !== "<<") {
        found.set(String(key.value), { key: key as Scalar, value });
        continue;
      }
      for (const merged of this.items(value))
        for (const [name, pair] of this.pairs(merged, depth + 1)) if (!found.has(name)) found.set(name, pair);
    }
    return found;
  }

  /** A sequence's items; any other node as its only item. */
  items(node: unknown): unknown[] {
    const value = this.resolve(node);
    return isSeq(value) ? value.items : value === null || value === undefined ? [] : [value];
  }

  isMap(node: unknown): boolean {
    return isMap(this.resolve(node));
  }

  isList(node: unknown): boolean {
    return isSeq(this.resolve(node));
  }

  /** A scalar as text; undefined for anything else and for null. */
  text(node: unknown): string | undefined {
    const value = this.resolve(node);
    if (!isScalar(value) || value.value === null) return undefined;
    // Keeps the source text: `on`, `0755` and `1e3` change when parsed.
    return typeof value.value === "string" ? value.value : (value.source ?? String(value.value));
  }

  /** 1-based. */
  line(node: unknown): number {
    const range = (node as Node | undefined)?.range;
    return range ? this.#lines.linePos(range[0]).line : 1;
  }
}
