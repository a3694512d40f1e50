/** A notification shows two lines of about this many characters in total; the rest goes to the log. */
export const MAX_CHARACTERS = 200;
