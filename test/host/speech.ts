// The extension's texts in the language of a window, found by their English.
import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "./installation.ts";

export class Speech {
  private readonly texts: Record<string, string>;
  private readonly titles: Map<string, string>;

  /** `locale`: "ko", or English. */
  constructor(locale = "en") {
    const read = (name: string) =>
      JSON.parse(fs.readFileSync(path.join(projectRoot, name), "utf8")) as Record<string, string>;
    const english = read("package.nls.json");
    const own = locale === "en" ? english : { ...english, ...read(`package.nls.${locale}.json`) };
    this.titles = new Map(Object.entries(english).map(([key, text]) => [text, own[key] ?? text]));
    this.texts = locale === "en" ? {} : read(`l10n/bundle.l10n.${locale}.json`);
  }

  /** A command as the palette lists it: "Send Test Message" gives "Messaging: Send Test Message". */
  command(title: string): string {
    return `${this.title("Messaging")}: ${this.title(title)}`;
  }

  /** A title of package.json. */
  title(english: string): string {
    const title = this.titles.get(english);
    if (title === undefined) throw new Error(`package.nls.json has no text "${english}".`);
    return title;
  }

  /** A text at run time. */
  label(english: string): string {
    return this.texts[english] ?? english;
  }

  /** A text at run time; each of its {0} stands for anything. */
  text(english: string): RegExp {
    return new RegExp(
      this.label(english)
        .replace(/[.*+?^$()|[\]\\]/g, "\\$&")
        .replace(/\{\d\}/g, ".*"),
    );
  }
}
