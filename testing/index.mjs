import testing from "../dist/testing.js";

export const start = testing.start;
