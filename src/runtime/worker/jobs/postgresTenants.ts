import type { ClientBase } from "pg";
import type { WorkerTenant } from "./jobRow";
import type { ClaimRequest } from "./jobStore";

/** The tenants of the requests, those that exist. */
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

/** Of the requests' reservations those that are cancelled, as "tenant/reservation". */
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
 * The credits of the tenants, locked until the end of the transaction; in the order of their ids, so that two workers
 * never wait for each other. The lock lets rows that refer to a tenant be written meanwhile.
 */
export async function lockCredits(client: ClientBase, tenantIds: Iterable<number>): Promise<Map<number, bigint>> {
  const { rows } = await client.query<{ id: string; credit: string }>(
    `SELECT id, credit_balance::numeric(20, 0)::text AS credit FROM core_tenant
     WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE`,
    [[...tenantIds]],
  );
  return new Map(rows.map(({ id, credit }) => [Number(id), BigInt(credit)]));
}

/** Adds to the credits (negative: takes from them); the tenants are locked. */
export async function addCredits(client: ClientBase, amounts: ReadonlyMap<number, bigint>): Promise<void> {
  const changes = [...amounts].filter(([, amount]) => amount !== 0n);
  if (changes.length === 0) return;
  await client.query(
    `UPDATE core_tenant SET credit_balance = credit_balance + change.amount::numeric
     FROM unnest($1::bigint[], $2::text[]) AS change (tenant_id, amount) WHERE id = change.tenant_id`,
    [changes.map(([id]) => id), changes.map(([, amount]) => String(amount))],
  );
}
