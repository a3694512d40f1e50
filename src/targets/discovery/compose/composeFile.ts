import path from "node:path";
import * as l10n from "@vscode/l10n";
import { LineCounter, parseDocument } from "yaml";
import { yamlProblem } from "../../../common/errors";
import type { DiscoveryNote, Place } from "../discovery";
import { commandWords } from "./commandWords";
import { interpolate } from "./interpolation";
import { createVariable, referenced } from "../variables";
import type { Variable, Variables } from "../variables";
import { YamlNodes } from "./yamlNodes";

export interface Located {
  value: string;
  at: Place;
}

export interface PublishedPort {
  /** Host address: "127.0.0.1", "[::1]". */
  host: string;
  published: number;
  target: number;
  at: Place;
}

/** How a file's variables are read: without secrets, or for the process that gets them. */
export interface ComposeValues<V> {
  /** For `${NAME}`. */
  valueOf(name: string): string | undefined;
  /** What is kept of a service's variable. `value` is undefined if the file has none. */
  variable(name: string, value: string | undefined, at: Place): V;
}

/** Without secrets. */
export const knownValues = (variables: Variables): ComposeValues<Variable> => ({
  valueOf: (name) => referenced(variables.get(name)),
  variable: createVariable,
});

/** The part of a compose service that helps to identify an environment, or to run it without its container. */
export interface ComposeService<V = Variable> {
  name: string;
  at: Place;
  containerName?: Located;
  image?: Located;
  /** Entry point and command as one line. */
  command?: Located;
  /** Words of either; an empty list clears the image's. */
  entrypointWords?: string[];
  commandWords?: string[];
  workingDir?: Located;
  environment: Map<string, V>;
  /** Relative to the folder. */
  envFiles: Located[];
  ports: PublishedPort[];
  /** Which of `networkKeys` it has. */
  network: string[];
  /** `./backend:/app`; `from` is relative to the folder. */
  mounts: { from: string; to: string }[];
  /** Build context, relative to the folder. */
  build?: string;
  /** Relative to the folder. */
  dockerfile?: string;
}

/** More are no service's; aliases repeat a list at no cost to the file. */
const MAX_WORDS = 200;
const MAX_MOUNTS = 50;

/** What a service that shares the machine's network cannot have. */
const networkKeys = ["networks", "ports", "links"];

export interface ComposeFile<V = Variable> {
  file: string;
  projectName?: string;
  services: Map<string, ComposeService<V>>;
  notes: DiscoveryNote[];
}

/**
 * Parses one compose file. A broken file has no services, and a note with the line of the error.
 * @param values from the `.env` beside it
 */
export function parseComposeFile<V>(text: string, file: string, values: ComposeValues<V>): ComposeFile<V> {
  const lines = new LineCounter();
  // Pretty errors cost the square of a file that is full of them. Without `merge`: `<<` stays a plain key, which YamlNodes resolves.
  const document = parseDocument(text, { lineCounter: lines, logLevel: "silent", prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    const sentence = l10n.t("{0} cannot be read: {1}", `${file}:${line}`, yamlProblem(error.message));
    return { file, services: new Map(), notes: [{ sentence, at: { file, line } }] };
  }
  const reader = new ComposeReader(new YamlNodes(document, lines), file, values);
  const projectName = reader.projectName();
  return { file, ...(projectName !== undefined && { projectName }), services: reader.services(), notes: [] };
}

class ComposeReader<V> {
  readonly #nodes: YamlNodes;
  readonly #file: string;
  readonly #folder: string;
  readonly #values: ComposeValues<V>;

  constructor(nodes: YamlNodes, file: string, values: ComposeValues<V>) {
    this.#nodes = nodes;
    this.#file = file;
    this.#folder = path.posix.dirname(file);
    this.#values = values;
  }

  projectName(): string | undefined {
    return this.#text(this.#nodes.pairs(this.#nodes.root).get("name")?.value);
  }

  services(): Map<string, ComposeService<V>> {
    const services = new Map<string, ComposeService<V>>();
    const declared = this.#nodes.pairs(this.#nodes.pairs(this.#nodes.root).get("services")?.value);
    for (const [name, { key, value }] of declared) {
      const service = this.#service(name, value, { file: this.#file, line: this.#nodes.line(key) });
      const base = this.#nodes.pairs(value).get("extends")?.value;
      const parent = this.#text(this.#nodes.isMap(base) ? this.#nodes.pairs(base).get("service")?.value : base);
      const inherited = parent === undefined ? undefined : declared.get(parent);
      services.set(
        name,
        inherited ? mergeServices(this.#service(name, inherited.value, service.at), service) : service,
      );
    }
    return services;
  }

  #service(name: string, node: unknown, at: Place): ComposeService<V> {
    const pairs = this.#nodes.pairs(node);
    const located = (key: string): Located | undefined => {
      const value = this.#text(pairs.get(key)?.value);
      return value === undefined ? undefined : { value, at: this.#place(pairs.get(key)?.key) };
    };
    const containerName = located("container_name");
    const image = located("image");
    const workingDir = located("working_dir");
    const command = ["entrypoint", "command"].flatMap((key) => this.#words(pairs.get(key)?.value)).join(" ");
    const [entrypointWords, commandWords] = ["entrypoint", "command"].map((key) =>
      this.#program(pairs.get(key)?.value),
    );
    return {
      name,
      at,
      ...(containerName && { containerName }),
      ...(image && { image }),
      ...(workingDir && { workingDir }),
      ...(command && { command: { value: command, at: this.#place(pairs.get("command")?.key) } }),
      ...(entrypointWords && { entrypointWords }),
      ...(commandWords && { commandWords }),
      ...this.#build(pairs.get("build")?.value),
      environment: this.#environment(pairs.get("environment")?.value),
      envFiles: this.#envFiles(pairs.get("env_file")?.value),
      network: networkKeys.filter((key) => this.#nodes.items(pairs.get(key)?.value).length > 0),
      ports: this.#nodes.items(pairs.get("ports")?.value).flatMap((port) => this.#port(port) ?? []),
      mounts: this.#nodes
        .items(pairs.get("volumes")?.value)
        .slice(0, MAX_MOUNTS)
        .flatMap((volume) => this.#mount(volume) ?? []),
    };
  }

  #build(node: unknown): Pick<ComposeService, "build" | "dockerfile"> {
    const pairs = this.#nodes.pairs(node);
    const context = this.#text(this.#nodes.isMap(node) ? (pairs.get("context")?.value ?? ".") : node);
    if (context === undefined) return {};
    const build = this.#relative(context);
    const file = this.#text(pairs.get("dockerfile")?.value) ?? "Dockerfile";
    return { build, dockerfile: path.posix.normalize(path.posix.join(build, file)) };
  }

  #words(node: unknown): string[] {
    return this.#nodes
      .items(node)
      .slice(0, MAX_WORDS)
      .flatMap((word) => this.#text(word) ?? []);
  }

  /** As compose reads it: a text is split, a list is not. Without a value, a variable is empty. */
  #program(node: unknown): string[] | undefined {
    const filled = (item: unknown) =>
      this.#text(item) ?? interpolate(this.#nodes.text(item) ?? "", (name) => this.#values.valueOf(name) ?? "") ?? "";
    const whole = this.#nodes.text(node);
    if (whole !== undefined) return commandWords(filled(node));
    const items = this.#nodes.items(node);
    return items.length === 0 && !this.#nodes.isList(node) ? undefined : items.slice(0, MAX_WORDS).map(filled);
  }

  /** A map, or a list of `NAME=value` and `NAME`. */
  #environment(node: unknown): Map<string, V> {
    const found = new Map<string, V>();
    const add = (name: string, value: string | undefined, at: Place) =>
      // Without a value, compose passes on the variable from the shell or its .env file.
      found.set(name, this.#values.variable(name, value ?? this.#values.valueOf(name), at));
    if (this.#nodes.isMap(node)) {
      for (const [name, { key, value }] of this.#nodes.pairs(node)) add(name, this.#text(value), this.#place(key));
      return found;
    }
    for (const item of this.#nodes.items(node)) {
      const [, name, value] = /^([^=]+)(?:=([\s\S]*))?$/.exec(this.#nodes.text(item) ?? "") ?? [];
      if (name !== undefined) add(name.trim(), this.#fill(value), this.#place(item));
    }
    return found;
  }

  /** A path, or a list of paths and `{path, required}`. */
  #envFiles(node: unknown): Located[] {
    return this.#nodes.items(node).flatMap((item) => {
      const file = this.#text(this.#nodes.isMap(item) ? this.#nodes.pairs(item).get("path")?.value : item);
      return file === undefined ? [] : [{ value: this.#relative(file), at: this.#place(item) }];
    });
  }

  /**
   * `8000:8000`, `127.0.0.1:8000:8000/tcp`, `[::1]:80:80`, or the long form. Undefined for a random port or a port
   * range.
   */
  #port(node: unknown): PublishedPort | undefined {
    const at = this.#place(node);
    if (this.#nodes.isMap(node)) {
      const pairs = this.#nodes.pairs(node);
      const [published, target] = ["published", "target"].map((key) => Number(this.#text(pairs.get(key)?.value)));
      return published && target
        ? { host: hostOf(this.#text(pairs.get("host_ip")?.value)), published, target, at }
        : undefined;
    }
    const short = /^(?:(\[[^\]]+\]|[\d.]+):)?(\d+):(\d+)(?:\/tcp)?$/.exec(this.#text(node) ?? "");
    return short ? { host: hostOf(short[1]), published: Number(short[2]), target: Number(short[3]), at } : undefined;
  }

  #mount(node: unknown): { from: string; to: string } | undefined {
    const pairs = this.#nodes.pairs(node);
    const [, shortFrom, shortTo] = /^(\.[^:]*):([^:]+)/.exec(this.#text(node) ?? "") ?? [];
    const from = shortFrom ?? this.#text(pairs.get("source")?.value);
    const to = shortTo ?? this.#text(pairs.get("target")?.value);
    return from?.startsWith(".") && to ? { from: this.#relative(from), to } : undefined;
  }

  #text(node: unknown): string | undefined {
    return this.#fill(this.#nodes.text(node));
  }

  #fill(text: string | undefined): string | undefined {
    return text === undefined ? undefined : interpolate(text, (name) => this.#values.valueOf(name));
  }

  #relative(value: string): string {
    return path.posix.normalize(path.posix.join(this.#folder, value.replaceAll("\\", "/"))).replace(/\/$/, "");
  }

  #place(node: unknown): Place {
    return { file: this.#file, line: this.#nodes.line(node) };
  }
}

/** An address that programs on this machine can connect to. */
const hostOf = (ip: string | undefined) => (ip === undefined || ip === "0.0.0.0" || ip === "[::]" ? "127.0.0.1" : ip);

/** Merges `over` as an override file does, or as a service that extends `base`. */
function mergeServices<V>(base: ComposeService<V>, over: ComposeService<V>): ComposeService<V> {
  return {
    ...base,
    ...over,
    at: base.at,
    environment: new Map([...base.environment, ...over.environment]),
    envFiles: [...base.envFiles, ...over.envFiles],
    ports: [...base.ports, ...over.ports],
    network: [...new Set([...base.network, ...over.network])],
    mounts: [...base.mounts, ...over.mounts],
  };
}

/** All files of one project, each merged over the previous ones. */
export function mergeComposeFiles<V>(files: readonly ComposeFile<V>[]): Map<string, ComposeService<V>> {
  const services = new Map<string, ComposeService<V>>();
  for (const file of files) {
    for (const [name, service] of file.services) {
      const base = services.get(name);
      services.set(name, base ? mergeServices(base, service) : service);
    }
  }
  return services;
}
