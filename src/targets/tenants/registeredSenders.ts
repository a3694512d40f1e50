import type { ProviderSender } from "../environment";

/** Solapi takes messages from it. */
export const isActive = ({ status }: ProviderSender): boolean => status.toUpperCase() === "ACTIVE";

/** A number that the provider would take; undefined where none is known. */
export const activeNumber = (senders: readonly ProviderSender[]): string | undefined =>
  senders.find(isActive)?.phoneNumber;
