import uPlot from "uplot";
import type { InquiryLabels, TimeBins } from "../inquiryProtocol";
import { element } from "./dom";

const HEIGHT = 132;

/** Messages over time as stacked bars in the theme's colours. Dragging chooses a part. */
export class TimeChart {
  readonly root: HTMLElement;
  readonly #box = element("div", { class: "chart", role: "img" });
  readonly #legend: HTMLElement;
  readonly #onSpan: (from: number, until: number) => void;
  #chart: uPlot | undefined;
  #bins: TimeBins | undefined;

  constructor(labels: InquiryLabels, onSpan: (from: number, until: number) => void) {
    this.#onSpan = onSpan;
    const key = (tone: string, text: string) =>
      element("span", { class: "key" }, element("i", { class: `dot tone-${tone}` }), text);
    this.#legend = element(
      "p",
      { class: "legend dim" },
      key("good", labels.fine),
      key("bad", labels.wrong),
      key("warning", labels.unclear),
      element("span", {}, labels.timeDrag),
    );
    this.root = element("div", {}, this.#box, this.#legend);
    new ResizeObserver(() => this.#resize()).observe(this.#box);
    // A new theme changes the body's classes.
    new MutationObserver(() => this.#chart?.redraw(false)).observe(document.body, { attributeFilter: ["class"] });
  }

  update(bins: TimeBins | undefined): void {
    this.#bins = bins;
    this.root.hidden = bins === undefined;
    if (!bins) return;
    this.#box.setAttribute("aria-label", bins.spoken);
    if (!this.#chart) this.#chart = new uPlot(this.#options(), dataOf(bins), this.#box);
    else this.#chart.setData(dataOf(bins));
    this.#resize();
  }

  #resize(): void {
    const width = this.#box.clientWidth;
    if (width > 0 && this.#chart && this.#chart.width !== width) this.#chart.setSize({ width, height: HEIGHT });
  }

  #options(): uPlot.Options {
    const bars = uPlot.paths.bars!({ size: [0.9, 40], align: 1 });
    const series = (color: string): uPlot.Series => ({
      fill: () => themed(color),
      width: 0,
      paths: bars,
      points: { show: false },
    });
    const axis: uPlot.Axis = {
      stroke: () => themed("--dim"),
      font: getComputedStyle(document.body).font,
      grid: { stroke: () => themed("--line"), width: 1 },
      ticks: { show: false },
    };
    return {
      width: this.#box.clientWidth || 600,
      height: HEIGHT,
      padding: [8, 28, 0, 0],
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), this.#bins?.zone ?? "UTC"),
      scales: {
        // The last bar is as wide as the others.
        x: { time: true, range: (_chart, from, until) => [from, until + (this.#bins?.width ?? 0) / 1_000] },
        y: { range: (_chart, _from, until) => [0, Math.max(1, until)] },
      },
      // Drawn one over the other: all, then all but the fine ones, then the wrong ones alone.
      series: [{}, series("--good"), series("--warning"), series("--bad")],
      axes: [
        { ...axis, values: (_chart, splits) => splits.map((at) => this.#timeText(at * 1_000)), space: 90, size: 26 },
        { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5], size: 44 },
      ],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
      hooks: { setSelect: [(chart) => this.#selected(chart)] },
    };
  }

  #selected(chart: uPlot): void {
    const { left, width } = chart.select;
    if (width < 3) return;
    const at = (position: number) => Math.round(chart.posToVal(position, "x") * 1_000);
    this.#onSpan(at(left), at(left + width));
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  #timeText(at: number): string {
    const { width = 0, zone = "UTC" } = this.#bins ?? {};
    const isDaily = width >= 86_400_000;
    const options: Intl.DateTimeFormatOptions = {
      timeZone: zone,
      ...(width >= 3_600_000 && { month: "2-digit", day: "2-digit" }),
      ...(!isDaily && { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
      ...(width < 60_000 && { second: "2-digit" }),
    };
    return new Intl.DateTimeFormat("sv", options).format(at);
  }
}

function dataOf({ from, width, fine, wrong, unclear }: TimeBins): uPlot.AlignedData {
  const times = fine.map((_count, index) => (from + index * width) / 1_000);
  return [
    times,
    fine.map((count, index) => count + wrong[index]! + unclear[index]!),
    unclear.map((count, index) => count + wrong[index]!),
    wrong,
  ];
}

const themed = (variable: string): string => {
  const probe = getComputedStyle(document.body).getPropertyValue(variable).trim();
  return probe === "" ? "gray" : probe;
};
