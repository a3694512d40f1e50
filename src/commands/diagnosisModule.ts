import path from "node:path";
import type * as Module from "../targets/diagnosisEntry";

/** Rules and probes: a bundle of its own, because nobody needs it before the first diagnosis. */
export type DiagnosisModule = typeof Module;

/** `distDir`: the folder of `diagnosis.js`. Node keeps what was loaded. */
export function loadDiagnosis(distDir: string): DiagnosisModule {
  return require(path.join(distDir, "diagnosis.js")) as DiagnosisModule;
}
