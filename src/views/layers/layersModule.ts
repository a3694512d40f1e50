import { createRequire } from "node:module";
import path from "node:path";
import type * as Layers from "./layersEntry";

export type LayersModule = typeof Layers;

/** `distDir`: the folder of `layers.js`; `texts`: the reader's. Loads at the first call. */
export function layersModule(distDir: string, texts: Record<string, string> = {}): () => LayersModule {
  let loaded: LayersModule | undefined;
  return () => {
    if (!loaded) {
      loaded = createRequire(path.join(distDir, "extension.js"))("./layers.js") as LayersModule;
      loaded.configureLayerTexts(texts);
    }
    return loaded;
  };
}
