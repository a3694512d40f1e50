/** What the tail puts between a line and its meaning; cut off again where the line is read back. */
export const MEANING_MARK = "  ⟵ ";
