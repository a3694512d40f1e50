import { createRequire } from "node:module";
import path from "node:path";
import type * as Module from "./diagnosisEntry";

/** Rules and probes: a bundle of its own, because nobody needs it before the first diagnosis. */
export type DiagnosisModule = typeof Module;

/** `distDir`: the folder of `diagnosis.js`. Node keeps what was loaded. */
export const loadDiagnosis = (distDir: string): DiagnosisModule =>
  createRequire(path.join(distDir, "extension.js"))("./diagnosis.js") as DiagnosisModule;
