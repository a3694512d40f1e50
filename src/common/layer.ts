/** The layers that a message passes through, in order. */
export const layers = ["api", "queue", "worker", "provider"] as const;
export type Layer = (typeof layers)[number];
