// Loaded first by the server of an agent: its clock is a quarter of an hour ahead while the file `later` is there, and
// each address beyond this machine that it connects to goes into the file `reached`.
"use strict";
const fs = require("node:fs");
const net = require("node:net");
const path = require("node:path");

const folder = process.env.WATCHED_AGENT;
const now = Date.now;
Date.now = () => now() + (fs.existsSync(path.join(folder, "later")) ? 900_000 : 0);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const [first] = Array.isArray(given[0]) ? given[0] : given;
  const { host = "localhost", path: pipe } = typeof first === "object" ? first : { host: given[1] };
  if (!pipe && !/^(?:localhost|127\.|::1)/.test(String(host)))
    fs.appendFileSync(path.join(folder, "reached"), `${host}\n`);
  return connect.apply(this, given);
};
