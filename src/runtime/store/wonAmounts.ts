/**
 * The amount that a price deducts from a balance. core_tenant.credit_balance has no decimal places (12,0) but the price
 * has two (10,2). The backend's database rounds each new balance, so a deduction and its refund may differ by a won.
 * Rounding the amount instead keeps them equal. `price`: decimal text, not negative.
 */
export function wholeWon(price: string): number {
  const match = /^(\d{1,12})(?:\.(\d)\d*)?$/.exec(price);
  if (!match) throw new RangeError(`not a price: ${price}`);
  return Number(match[1]) + (Number(match[2] ?? 0) >= 5 ? 1 : 0);
}
