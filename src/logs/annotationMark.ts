/** The tail puts this between a line and its meaning. Readers of the tail cut it off again. */
export const MEANING_MARK = "  ⟵ ";
