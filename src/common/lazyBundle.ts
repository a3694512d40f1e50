import { createRequire } from "node:module";
import path from "node:path";

/** The entry of a bundle that has its own copy of the library of texts. */
interface BundleEntry {
  configureTexts(texts: Record<string, string>): void;
}

/** A bundle of `distDir`, loaded at the first call. `texts`: in the reader's language, empty for English. */
export function lazyBundle<Entry extends BundleEntry>(
  distDir: string,
  name: string,
  texts: Record<string, string>,
): () => Entry {
  let loaded: Entry | undefined;
  return () => {
    if (!loaded) {
      loaded = createRequire(path.join(distDir, `${name}.js`))(`./${name}.js`) as Entry;
      loaded.configureTexts(texts);
    }
    return loaded;
  };
}
