import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

const REPLACED = /^AWS_/;

/** A home folder with AWS' files of its own, and an environment without AWS' variables. Both end with `leave()`. */
export class AwsHome {
  readonly #before: NodeJS.ProcessEnv = { ...process.env };

  private constructor(readonly folder: string) {}

  /** @param variables AWS_… of this process, as a shell might have them */
  static async enter(config: string, credentials: string, variables: Record<string, string> = {}): Promise<AwsHome> {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "aws-home-"));
    await fs.mkdir(path.join(folder, ".aws/sso/cache"), { recursive: true });
    await fs.writeFile(path.join(folder, ".aws/config"), config);
    await fs.writeFile(path.join(folder, ".aws/credentials"), credentials);
    const home = new AwsHome(folder);
    for (const name of Object.keys(process.env)) if (REPLACED.test(name)) delete process.env[name];
    Object.assign(process.env, { HOME: folder, AWS_EC2_METADATA_DISABLED: "true" }, variables);
    return home;
  }

  /** As `aws sso login` leaves it. */
  async ssoToken(sessionName: string, expiresAt: Date): Promise<void> {
    const name = createHash("sha1").update(sessionName).digest("hex");
    const token = { accessToken: "token", expiresAt: expiresAt.toISOString(), region: "ap-northeast-2" };
    await fs.writeFile(path.join(this.folder, ".aws/sso/cache", `${name}.json`), JSON.stringify(token));
  }

  write(file: "config" | "credentials", text: string): Promise<void> {
    return fs.writeFile(path.join(this.folder, ".aws", file), text);
  }

  async leave(): Promise<void> {
    for (const name of Object.keys(process.env)) if (!(name in this.#before)) delete process.env[name];
    Object.assign(process.env, this.#before);
    await fs.rm(this.folder, { recursive: true, force: true });
  }
}

export const profile = (name: string, lines: Record<string, string>): string =>
  `[${name}]\n${Object.entries(lines)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join("")}`;
