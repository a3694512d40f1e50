import type { Migration } from "./migration";

/**
 * The backend's tables under Django's names (app label + model), with the columns that the messaging path reads or
 * writes. Times are ISO 8601 UTC texts. Decimals are NUMERIC, as in Django on SQLite; the store returns them as text.
 * A file created by Django already has these tables: only missing ones are added.
 */
export const initialSchema: Migration = {
  name: "tables of the backend",
  sql: `
    CREATE TABLE IF NOT EXISTS core_tenant (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name VARCHAR(100) NOT NULL,
      code VARCHAR(50) NOT NULL UNIQUE,
      is_active BOOLEAN NOT NULL DEFAULT 1,
      kakao_pfid VARCHAR(100) NOT NULL DEFAULT '',
      messaging_sender VARCHAR(20) NOT NULL DEFAULT '',
      credit_balance DECIMAL NOT NULL DEFAULT 0,
      messaging_is_active BOOLEAN NOT NULL DEFAULT 1,
      messaging_base_price DECIMAL NOT NULL DEFAULT 0
    );
    CREATE TABLE IF NOT EXISTS students_student (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant_id INTEGER NOT NULL REFERENCES core_tenant (id),
      name VARCHAR(50) NOT NULL,
      phone VARCHAR(20),
      parent_phone VARCHAR(20),
      deleted_at DATETIME
    );
    CREATE INDEX IF NOT EXISTS students_student_tenant ON students_student (tenant_id);
    CREATE TABLE IF NOT EXISTS messaging_messagetemplate (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant_id INTEGER NOT NULL REFERENCES core_tenant (id),
      name VARCHAR(120) NOT NULL,
      subject VARCHAR(200) NOT NULL DEFAULT '',
      body TEXT NOT NULL,
      solapi_template_id VARCHAR(100) NOT NULL DEFAULT '',
      solapi_status VARCHAR(20) NOT NULL DEFAULT ''
    );
    CREATE INDEX IF NOT EXISTS messaging_messagetemplate_tenant ON messaging_messagetemplate (tenant_id);
    CREATE TABLE IF NOT EXISTS messaging_notificationlog (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant_id INTEGER NOT NULL REFERENCES core_tenant (id),
      sent_at DATETIME NOT NULL,
      success BOOLEAN NOT NULL,
      amount_deducted DECIMAL NOT NULL DEFAULT 0,
      recipient_summary VARCHAR(200) NOT NULL DEFAULT '',
      template_summary VARCHAR(200) NOT NULL DEFAULT '',
      failure_reason VARCHAR(500) NOT NULL DEFAULT ''
    );
    CREATE INDEX IF NOT EXISTS messaging_notificationlog_tenant_sent ON messaging_notificationlog (tenant_id, sent_at DESC, id DESC);
    CREATE TABLE IF NOT EXISTS clinic_reservation (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant_id INTEGER NOT NULL REFERENCES core_tenant (id),
      status VARCHAR(20) NOT NULL
    );
  `,
};
