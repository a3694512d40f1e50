/** The digits of a text, in their order. */
export const digitsOf = (text: string): string => text.replace(/\D/g, "");
