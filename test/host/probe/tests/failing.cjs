"use strict";
exports.run = async () => {
  throw new Error("1 of 1 tests failed");
};
