import { commandWords } from "./commandWords";
import { interpolate } from "./interpolation";

/** What an image says of the program in its container. */
export interface ImageStart {
  workingDir?: string;
  entrypoint?: string[];
  command?: string[];
  environment: Map<string, string>;
}

const MAX_BYTES = 64 * 1024;
const MAX_LINE = 4_000;

/** Of a Dockerfile's last stage, as far as the file says it. Images of others are not looked at. */
export function parseDockerfile(text: string): ImageStart {
  const stages = new Map<string, ImageStart>();
  let image: ImageStart = { environment: new Map() };
  for (const line of instructionsIn(text.slice(0, MAX_BYTES))) {
    const [, name = "", rest = ""] = /^([A-Za-z]+)\s(.*)$/.exec(line) ?? [];
    switch (name.toUpperCase()) {
      case "FROM": {
        const words = rest.split(/\s+/).filter((word) => word !== "" && !word.startsWith("--"));
        const base = stages.get((words[0] ?? "").toLowerCase());
        image = { ...base, environment: new Map(base?.environment) };
        if (/^as$/i.test(words[1] ?? "")) stages.set(words[2]!.toLowerCase(), image);
        break;
      }
      case "WORKDIR":
        image.workingDir = joined(image.workingDir, filled(rest.trim(), image));
        break;
      case "ENV":
        for (const [variable, value] of variablesIn(rest.trim())) image.environment.set(variable, filled(value, image));
        break;
      case "ENTRYPOINT":
        image.entrypoint = wordsIn(rest.trim());
        break;
      case "CMD":
        image.command = wordsIn(rest.trim());
        break;
    }
  }
  return image;
}

/** One a line: continued lines are joined, comments left out. */
const instructionsIn = (text: string) =>
  text
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .join("\n")
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.trim().slice(0, MAX_LINE));

/** A list is taken as it is; a shell runs a text. */
function wordsIn(text: string): string[] {
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words)) return words.map(String);
  } catch {
    // The other form.
  }
  return ["/bin/sh", "-c", text];
}

/** `A=b C="d e"`, or the old `A b`. */
function variablesIn(text: string): [string, string][] {
  const old = /^([A-Za-z_]\w*)\s(.*)$/.exec(text);
  if (old) return [[old[1]!, old[2]!.trim()]];
  return commandWords(text).flatMap((word): [string, string][] => {
    const [, name, value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word) ?? [];
    return name === undefined ? [] : [[name, value!]];
  });
}

const filled = (text: string, { environment }: ImageStart) =>
  interpolate(text, (name) => environment.get(name) ?? "") ?? "";

const joined = (base: string | undefined, folder: string) =>
  folder.startsWith("/") || base === undefined ? folder : `${base.replace(/\/$/, "")}/${folder}`;
