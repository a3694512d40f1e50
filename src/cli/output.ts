import pc from "picocolors";

/** Where a command writes. With `--json` the texts are left out and `json` is the only thing on stdout. */
export interface Output {
  readonly isJson: boolean;
  line(text?: string): void;
  json(value: unknown): void;
  /** On stderr, whatever the format. */
  problem(message: string, nextStep?: string): void;
}

export function createOutput(isJson: boolean): Output {
  return {
    isJson,
    line: (text = "") => {
      if (!isJson) process.stdout.write(`${text}\n`);
    },
    json: (value) => {
      if (isJson) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    problem: (message, nextStep) => {
      process.stderr.write(`${pc.red("✖")} ${message}\n`);
      if (nextStep) process.stderr.write(`  ${nextStep}\n`);
    },
  };
}

/** Columns that line up also where Korean letters, two cells wide in a terminal, stand in them. */
export function padCells(text: string, cells: number): string {
  return text + " ".repeat(Math.max(0, cells - cellsOf(text)));
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += WIDE.test(character) ? 2 : 1;
  return cells;
}
