export type ProgramRole = "api" | "worker";

/** A program of the user's own that can run on the stack. Paths are absolute. */
export interface FolderProgram {
  /** "manage.py runserver", "npm run worker". */
  name: string;
  role: ProgramRole;
  language: "python" | "node";
  /** Where it starts. */
  cwd: string;
  /** One of the three: a file, a Python module, a script of package.json. */
  program?: string;
  module?: string;
  script?: string;
  args: string[];
  /** Options of Node itself. */
  runtimeArgs?: string[];
  /** A service of the compose file: what it runs, and its variables, are read when it starts. */
  service?: string;
  /** The interpreter of a Python program, if not the folder's or the one on the path. */
  python?: string;
}
