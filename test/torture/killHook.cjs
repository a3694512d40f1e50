"use strict";
/*
 * Loaded into a worker's process with --require: ends it with SIGKILL at the n-th time that it reaches a named point of a
 * job's life. KILL_POINT and KILL_AT name the point and n. The worker itself knows nothing of this.
 */
const { DatabaseSync, StatementSync } = require("node:sqlite");
const { subscribe } = require("node:diagnostics_channel");

const point = process.env.KILL_POINT;
let left = Number(process.env.KILL_AT ?? 1);

function reach(name) {
  if (name === point && --left === 0) process.kill(process.pid, "SIGKILL");
}

/** What a transaction does, by a statement that only it runs. */
const transactions = [
  ["claim", /INSERT INTO messaging_runtime_job /],
  ["open-group", /INSERT INTO messaging_runtime_group /],
  ["submit", /UPDATE messaging_runtime_group SET state = 'submitted'/],
  ["finish", /SET state = \?, amount_deducted = \?, lease_until = 0/],
];
let current;

const { run } = StatementSync.prototype;
StatementSync.prototype.run = function (...values) {
  current = transactions.find(([, pattern]) => pattern.test(this.sourceSQL))?.[0] ?? current;
  return run.apply(this, values);
};

const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (sql) {
  if (sql !== "COMMIT") {
    if (sql.startsWith("BEGIN")) current = undefined;
    return exec.call(this, sql);
  }
  reach(`${current}:before-commit`);
  const result = exec.call(this, sql);
  reach(`${current}:after-commit`);
  return result;
};

function callOf({ method, path, headers }) {
  const target = /AmazonSQS\.(\w+)/.exec(String(headers))?.[1];
  if (target === "ReceiveMessage") return "receive";
  if (target === "DeleteMessageBatch") return "delete";
  if (method === "POST" && /\/groups$/.test(path)) return "create-group";
  if (method === "PUT" && /\/messages$/.test(path)) return "add-messages";
  if (method === "POST" && /\/send$/.test(path)) return "send-group";
  return undefined;
}

subscribe("undici:client:sendHeaders", ({ request }) => reach(`${callOf(request)}:asked`));
subscribe("undici:request:bodySent", ({ request }) => reach(`${callOf(request)}:sent`));
subscribe("undici:request:headers", ({ request }) => reach(`${callOf(request)}:answered`));
