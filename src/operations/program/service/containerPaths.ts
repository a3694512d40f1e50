import path from "node:path";
import type { ComposeService } from "../../../targets/discovery/compose/composeFile";

type Placed = Pick<ComposeService<unknown>, "build" | "mounts" | "workingDir">;

/** A deeper folder is no service's: each is looked for on the disk. */
const MAX_SEGMENTS = 20;

/**
 * Where a container's files are on this machine: in its mounts, else in the folder that its image is built from, whose
 * files an image usually copies to its working folder.
 */
export class ContainerPaths {
  /** In the container; undefined: the image's own, which no file says. */
  readonly workingDir: string | undefined;
  readonly #folder: string;
  readonly #build: string | undefined;
  readonly #copiedTo: string | undefined;
  readonly #mounts: readonly { from: string; to: string }[];

  /** `folder`: of the workspace. `imageDir`: the image's working folder. */
  constructor(folder: string, { build, mounts, workingDir }: Placed, imageDir: string | undefined) {
    this.#folder = folder;
    this.#build = build;
    this.#copiedTo = imageDir;
    this.#mounts = [...mounts].sort((one, other) => other.to.length - one.to.length);
    const own = workingDir?.value;
    this.workingDir = own === undefined ? imageDir : path.posix.resolve(imageDir ?? "/", own);
  }

  /** Absolute paths here of one there, the likeliest first. A relative one starts in the working folder. */
  onHost(inContainer: string): string[] {
    if (this.workingDir === undefined && !inContainer.startsWith("/"))
      return this.#here([...this.#mounts.map(({ from }) => from), ...this.#built()].map((root) => [root, inContainer]));
    const full = path.posix.resolve(this.workingDir ?? "/", inContainer);
    const mounted = this.#mounts.flatMap(({ from, to }): [string, string][] => {
      const rest = below(full, to);
      return rest === undefined ? [] : [[from, rest]];
    });
    const copied = this.#copiedTo === undefined ? undefined : below(full, this.#copiedTo);
    const segments = full.split("/").filter(Boolean);
    const rests = [
      ...(copied === undefined ? [] : [copied]),
      ...segments.slice(0, MAX_SEGMENTS).map((_, at) => segments.slice(at).join("/")),
      "",
    ];
    // The working folder itself may be the copied one; a file never is.
    const isFolder = full === this.workingDir;
    const built = this.#built().flatMap((root) =>
      rests.filter((rest) => isFolder || rest !== "").map((rest): [string, string] => [root, rest]),
    );
    return this.#here([...mounted.slice(0, 1), ...built]);
  }

  /** Whether a path of the container is one of the service's own files. */
  isOwn(inContainer: string): boolean {
    const roots = [...this.#mounts.map(({ to }) => to), this.workingDir ?? "/"].filter((root) => root !== "/");
    return roots.some((root) => below(inContainer, root) !== undefined);
  }

  #built = () => (this.#build === undefined ? [] : [this.#build]);

  #here = (places: readonly (readonly [root: string, rest: string])[]) => [
    ...new Set(places.map(([root, rest]) => path.resolve(this.#folder, root, rest))),
  ];
}

function below(full: string, folder: string): string | undefined {
  const rest = path.posix.relative(folder, full);
  return rest === ".." || rest.startsWith("../") ? undefined : rest;
}
