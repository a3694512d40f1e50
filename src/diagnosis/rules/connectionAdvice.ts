import type { ConnectionStep } from "../facts/connection";
import type { FixId } from "../fixes/allFixes";
import type { NoteId } from "../texts/text";

/** What follows from where a connection broke, and what mends it. */
interface Advice {
  note: NoteId;
  fixes: readonly FixId[];
}

const advice: Readonly<Record<Exclude<ConnectionStep, "read">, Advice>> = {
  proxy: { note: "proxy-refused", fixes: ["check-proxy"] },
  "certificate-of-another": { note: "certificate-of-another", fixes: ["check-host"] },
  "certificate-expired": { note: "certificate-expired", fixes: ["renew-certificate"] },
  tls: { note: "tls-failed", fixes: ["check-tls"] },
  certificate: { note: "certificate-untrusted", fixes: ["trust-certificate"] },
  name: { note: "name-unresolved", fixes: ["check-dns"] },
  connect: { note: "not-connected", fixes: [] },
};

export const adviceFor = (step: ConnectionStep | undefined): Advice | undefined =>
  step === undefined || step === "read" ? undefined : advice[step];
