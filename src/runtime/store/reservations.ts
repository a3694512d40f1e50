import type { StoreDatabase } from "./database";

/** clinic_reservation: the worker asks whether the appointment a message is about still stands. */
export class Reservations {
  readonly #database: StoreDatabase;

  constructor(database: StoreDatabase) {
    this.#database = database;
  }

  /** A reservation that is unknown, or another tenant's, is not cancelled: the message goes out. */
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
