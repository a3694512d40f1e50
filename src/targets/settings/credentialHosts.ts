import { isLoopback } from "../../runtime/server/loopback.ts";

export const SOLAPI_HOST = "api.solapi.com";

/**
 * AWS' own names of the services that this product calls. Not all of amazonaws.com: anyone can have a name below it,
 * such as a load balancer's.
 */
const AWS_SERVICE =
  /^(?:(?:sqs|sqs-fips|logs|logs-fips|sts)\.[a-z0-9-]{1,30}|(?:[a-z0-9-]{1,30}\.)?queue)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;

/** AWS puts a region into host names, so it must not contain anything else. */
const REGION = /^[a-z0-9]{1,10}(?:-[a-z0-9]{1,15}){0,4}$/;

export const isAwsService = (host: string): boolean => AWS_SERVICE.test(host);
export const isRegion = (region: string): boolean => REGION.test(region);

/** The host name of an address, in lower case; undefined if it has none. */
export const hostOf = (address: string): string | undefined =>
  URL.canParse(address) ? new URL(address).hostname.toLowerCase() || undefined : undefined;

/** Whether what is sent to this address can be read on the way: plain http to another machine. */
export const isReadableOnTheWay = (address: string): boolean =>
  /^http:/i.test(address) && !isLoopback(hostOf(address) ?? "");

/** A user name or password in an address would be a secret in the settings. */
export function hasUserInfo(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username !== "" || password !== "";
}
