import type { Clock } from "../../../../common/clock";
import { apiErrors } from "../routes/apiError";
import { koreanDay } from "../messages/solapiIds";
import { changeSettings, defaultSettings, type SandboxSettings } from "../sandboxSettings";

/** The account at Solapi: its settings, and how much of them it has used up. */
export class Account {
  #settings: SandboxSettings;
  #day: number;
  #sentToday: number;
  #second = 0;
  #requestsThisSecond = 0;

  constructor(
    private readonly clock: Clock,
    initial: Partial<SandboxSettings>,
    sentToday: number,
  ) {
    this.#settings = changeSettings(defaultSettings, initial);
    this.#day = koreanDay(clock.now());
    this.#sentToday = sentToday;
  }

  get settings(): SandboxSettings {
    return this.#settings;
  }

  configure(change: Partial<SandboxSettings>): void {
    this.#settings = changeSettings(this.#settings, change);
  }

  /** @throws ApiError Forbidden */
  checkAddress(ip: string): void {
    const { allowedIps } = this.#settings;
    if (allowedIps && !allowedIps.includes(ip)) throw apiErrors.ipNotAllowed(ip);
  }

  /** Counts a request; returns false if this second's limit is exceeded. */
  takeRequest(): boolean {
    const { requestsPerSecond } = this.#settings;
    if (requestsPerSecond === undefined) return true;
    const second = Math.floor(this.clock.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#requestsThisSecond = 0;
    }
    return ++this.#requestsThisSecond <= requestsPerSecond;
  }

  /** Checks that this many messages may be sent at this price. @throws ApiError NotEnoughBalance, QuotaExceeded */
  checkSend(messages: number, price: number): void {
    const { balance, quotaPerDay } = this.#settings;
    if (price > balance) throw apiErrors.notEnoughBalance();
    const day = koreanDay(this.clock.now());
    if (day !== this.#day) {
      this.#day = day;
      this.#sentToday = 0;
    }
    if (quotaPerDay !== undefined && this.#sentToday + messages > quotaPerDay) throw apiErrors.quotaExceeded();
  }

  /** Charges the price of sent messages; a negative price is a refund. */
  charge(messages: number, price: number): void {
    this.#sentToday += messages;
    this.#settings = { ...this.#settings, balance: Math.max(0, this.#settings.balance - price) };
  }
}
