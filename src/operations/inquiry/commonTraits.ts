import type { Traits } from "./differences";

/** What may set a message apart from others, whatever it was found by. `to`: masked. */
export const commonTraits = ({ at, to, type }: { at: number; to?: string; type?: string }): Traits => ({
  type,
  prefix: to === undefined ? undefined : networkOf(to),
  hour: String(new Date(at).getHours()).padStart(2, "0"),
});

/** The network of a number: 010, 02, 070, 0505. */
const networkOf = (masked: string) => /^(?:02|050\d|01\d|0\d\d|\+?\d{1,3})/.exec(masked)?.[0];
