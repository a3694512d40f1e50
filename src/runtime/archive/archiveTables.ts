/** One row per message. `events` and the lines are appended to, one JSON object or line per line. */
export const archiveTables = `
  CREATE TABLE IF NOT EXISTS message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    request_id TEXT, tenant TEXT, student_id INTEGER, recipient TEXT, content TEXT, body TEXT,
    first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
    events TEXT NOT NULL DEFAULT '', api_lines TEXT NOT NULL DEFAULT '', worker_lines TEXT NOT NULL DEFAULT '');
  CREATE INDEX IF NOT EXISTS message_time ON message (first_at);
  CREATE INDEX IF NOT EXISTS message_recipient ON message (recipient);
  CREATE INDEX IF NOT EXISTS message_request ON message (request_id);
  CREATE TABLE IF NOT EXISTS alias (id TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (id, message)) WITHOUT ROWID;`;

export const columnsWithoutBody =
  "seq, id, request_id, tenant, student_id, recipient, content, first_at, last_at, events, api_lines, worker_lines";

/** Adds what is new to a message; later facts replace absent ones only. */
export const addToMessage = `
  INSERT INTO message (id, request_id, tenant, student_id, recipient, content, body, first_at, last_at, events, api_lines, worker_lines)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET
    request_id = coalesce(request_id, excluded.request_id), tenant = coalesce(tenant, excluded.tenant),
    student_id = coalesce(student_id, excluded.student_id), recipient = coalesce(excluded.recipient, recipient),
    content = coalesce(excluded.content, content), body = coalesce(excluded.body, body),
    first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at),
    events = events || excluded.events, api_lines = api_lines || excluded.api_lines,
    worker_lines = worker_lines || excluded.worker_lines`;
