import pc from "picocolors";
import { titleOfLayer } from "../../operations/layers/presentText";
import type { LightStatus } from "../../targets/layers/layerFact";
import type { Light } from "../../targets/layers/lights";
import { padCells } from "../output";

const symbol: Record<LightStatus, string> = {
  ok: pc.green("✔"),
  degraded: pc.yellow("!"),
  blocked: pc.red("✖"),
  unknown: pc.yellow("?"),
  off: pc.dim("○"),
};

/** One line per light; below it the layer's other problems, in its own words. */
export function lightLines(lights: readonly Light[]): string[] {
  return lights.flatMap(({ layer, status, summary, facts }) => {
    const wrong = facts.filter((fact) => fact.status !== "ok");
    const details = wrong.map(({ title, detail }, index) =>
      index === 0 ? detail : [title, detail].filter(Boolean).join(" · "),
    );
    return [
      `  ${symbol[status]} ${padCells(titleOfLayer(layer), 8)}${summary}`,
      ...details.filter((text) => text !== undefined).map((text) => pc.dim(`    ${padCells("", 8)}${text}`)),
    ];
  });
}
