import { outcomeText } from "../../common/text/outcomeText";
import { zonedTime } from "../../common/zonedTime";
import type { FoundMessage } from "../../operations/inquiry/foundMessage";
import type { InquiryColumn, MessageOrder, MessageRowView } from "../inquiryProtocol";
import { markOfOutcome } from "./outcomeMark";

const NEWEST_FIRST: MessageOrder = { column: "at", isDescending: true };

/** The messages of an inquiry in the order and selection that is shown; rows are made when they are asked for. */
export class MessageTable {
  #messages: readonly FoundMessage[] = [];
  #order = NEWEST_FIRST;
  #fits: ((message: FoundMessage) => boolean) | undefined;
  /** Undefined: all, as they came. */
  #shown: FoundMessage[] | undefined;

  get order(): MessageOrder {
    return this.#order;
  }

  get count(): number {
    return this.all.length;
  }

  /** In the order that is shown. */
  get all(): readonly FoundMessage[] {
    if (!this.#fits && isAsFound(this.#order)) return this.#messages;
    return (this.#shown ??= this.#messages.filter((each) => this.#fits?.(each) ?? true).sort(comparing(this.#order)));
  }

  /** Newest first. */
  take(messages: readonly FoundMessage[]): void {
    this.#messages = messages;
    this.#shown = undefined;
  }

  orderBy(order: MessageOrder): void {
    this.#order = order;
    this.#shown = undefined;
  }

  /** Undefined: all. */
  showOnly(fits: ((message: FoundMessage) => boolean) | undefined): void {
    this.#fits = fits;
    this.#shown = undefined;
  }

  /** `titles`: of causes. */
  rows(from: number, count: number, titles: ReadonlyMap<string, string>): MessageRowView[] {
    return this.all.slice(from, from + count).map((message) => ({
      mark: markOfOutcome(message.outcome),
      cells: cellsOf(message, titles),
    }));
  }
}

const isAsFound = ({ column, isDescending }: MessageOrder) => column === "at" && isDescending;

/** The values of a row, in the order of `inquiryColumns`. */
export const cellsOf = (
  { at, tenant = "", to = "", student, type = "", outcome, cause, id }: FoundMessage,
  titles: ReadonlyMap<string, string>,
): string[] => [
  zonedTime(at).slice(0, 19),
  tenant,
  to,
  student === undefined ? "" : String(student),
  type,
  outcomeText(outcome),
  cause === "none" ? "" : (titles.get(cause) ?? cause),
  id,
];

/** Equal ones keep their place: the newest first. */
function comparing({ column, isDescending }: MessageOrder): (one: FoundMessage, other: FoundMessage) => number {
  const value = valueOf(column);
  const sign = isDescending ? -1 : 1;
  return (one, other) => {
    const [left, right] = [value(one), value(other)];
    return left < right ? -sign : left > right ? sign : 0;
  };
}

function valueOf(column: InquiryColumn): (message: FoundMessage) => string | number {
  switch (column) {
    case "at":
      return ({ at }) => at;
    case "student":
      return ({ student = 0 }) => student;
    default:
      return (message) => message[column] ?? "";
  }
}
