import type { ClientBase } from "pg";
import type { WorkerTenant } from "./jobRow";
import type { ClaimRequest } from "./jobStore";

/** The requests' tenants that exist. */
export async function readTenants(
  client: ClientBase,
  requests: readonly Pick<ClaimRequest, "tenantId">[],
): Promise<Map<number, WorkerTenant>> {
  const { rows } = await client.query<Omit<WorkerTenant, "id"> & { id: string }>(
    `SELECT id, code, messaging_sender AS "messagingSender", kakao_pfid AS "kakaoPfid",
       messaging_base_price::numeric(10, 2)::text AS "messagingBasePrice"
     FROM core_tenant WHERE id = ANY($1::bigint[])`,
    [[...new Set(requests.map(({ tenantId }) => tenantId))]],
  );
  return new Map(rows.map((row) => [Number(row.id), { ...row, id: Number(row.id) }]));
}

/** The requests' cancelled reservations, as "tenant/reservation". */
export async function readCancelled(client: ClientBase, requests: readonly ClaimRequest[]): Promise<Set<string>> {
  const ids = requests.flatMap(({ reservationId }) => reservationId ?? []);
  if (ids.length === 0) return new Set();
  const { rows } = await client.query<{ id: string; tenant_id: string }>(
    "SELECT id, tenant_id FROM clinic_reservation WHERE status = 'CANCELLED' AND id = ANY($1::bigint[])",
    [ids],
  );
  return new Set(rows.map(({ id, tenant_id }) => `${tenant_id}/${id}`));
}

/**
 * Reads and locks the credits of the tenants until the end of the transaction, in the order of their ids so that two
 * workers never deadlock. The lock still lets others write rows that refer to a tenant.
 */
export async function lockCredits(client: ClientBase, tenantIds: Iterable<number>): Promise<Map<number, bigint>> {
  const { rows } = await client.query<{ id: string; credit: string }>(
    `SELECT id, credit_balance::numeric(20, 0)::text AS credit FROM core_tenant
     WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE`,
    [[...tenantIds]],
  );
  return new Map(rows.map(({ id, credit }) => [Number(id), BigInt(credit)]));
}

/** Adds to the credits (a negative amount deducts); the tenants must be locked. */
export async function addCredits(client: ClientBase, amounts: ReadonlyMap<number, bigint>): Promise<void> {
  const changes = [...amounts].filter(([, amount]) => amount !== 0n);
  if (changes.length === 0) return;
  await client.query(
    `UPDATE core_tenant SET credit_balance = credit_balance + change.amount::numeric
     FROM unnest($1::bigint[], $2::text[]) AS change (tenant_id, amount) WHERE id = change.tenant_id`,
    [changes.map(([id]) => id), changes.map(([, amount]) => String(amount))],
  );
}
