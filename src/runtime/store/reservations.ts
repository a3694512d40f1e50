import type { StoreDatabase } from "./database";

/** clinic_reservation: the worker checks whether a message's appointment was cancelled. */
export class Reservations {
  readonly #database: StoreDatabase;

  constructor(database: StoreDatabase) {
    this.#database = database;
  }

  /** False if the reservation is unknown or another tenant's: the message is sent. */
  isCancelled(tenantId: number, reservationId: number): boolean {
    const row = this.#database
      .prepare("SELECT status FROM clinic_reservation WHERE id = ? AND tenant_id = ?")
      .get(reservationId, tenantId);
    return row?.["status"] === "CANCELLED";
  }

  insert(tenantId: number, status: "BOOKED" | "CANCELLED"): number {
    const { lastInsertRowid } = this.#database
      .prepare("INSERT INTO clinic_reservation (tenant_id, status) VALUES (?, ?)")
      .run(tenantId, status);
    return Number(lastInsertRowid);
  }
}
