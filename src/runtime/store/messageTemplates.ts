import type { StoreDatabase } from "./database";

export interface MessageTemplate {
  id: number;
  tenantId: number;
  name: string;
  subject: string;
  body: string;
  /** '' until the template is submitted for inspection. */
  solapiTemplateId: string;
  /** '', PENDING, APPROVED or REJECTED; only APPROVED may be sent as Alimtalk. */
  solapiStatus: string;
}

export type NewMessageTemplate = Pick<MessageTemplate, "tenantId" | "name" | "body"> & Partial<MessageTemplate>;

const COLUMNS = `id, tenant_id AS "tenantId", name, subject, body, solapi_template_id AS "solapiTemplateId",
  solapi_status AS "solapiStatus"`;

/** messaging_messagetemplate. */
export class MessageTemplates {
  readonly #database: StoreDatabase;

  constructor(database: StoreDatabase) {
    this.#database = database;
  }

  /** Also undefined if the template is another tenant's. */
  byId(tenantId: number, id: number): MessageTemplate | undefined {
    if (!Number.isSafeInteger(id)) return undefined;
    return this.#database
      .prepare(`SELECT ${COLUMNS} FROM messaging_messagetemplate WHERE tenant_id = ? AND id = ?`)
      .get(tenantId, id) as unknown as MessageTemplate | undefined;
  }

  list(tenantId: number): MessageTemplate[] {
    return this.#database
      .prepare(`SELECT ${COLUMNS} FROM messaging_messagetemplate WHERE tenant_id = ? ORDER BY id`)
      .all(tenantId) as unknown as MessageTemplate[];
  }

  insert(template: NewMessageTemplate): number {
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO messaging_messagetemplate (tenant_id, name, subject, body, solapi_template_id, solapi_status)
         VALUES (?, ?, ?, ?, ?, ?)`,
      )
      .run(
        template.tenantId,
        template.name,
        template.subject ?? "",
        template.body,
        template.solapiTemplateId ?? "",
        template.solapiStatus ?? "",
      );
    return Number(lastInsertRowid);
  }
}
