import { silentLogger } from "../../common/logger";
import type { Environment } from "../environment";
import { EnvironmentWatch } from "./environmentWatch";
import type { WatchOptions } from "./environmentWatch";
import type { LayersSnapshot } from "./layersSnapshot";

/**
 * Looks at all layers once, in parallel. Changes, sends and receives nothing; a layer that does not answer is unknown.
 */
export async function readLayers(
  environment: Environment,
  signal?: AbortSignal,
  options: WatchOptions = {},
): Promise<LayersSnapshot> {
  if (environment.layers) return environment.layers(options.tenantCode ?? environment.tenantCode, signal);
  const watch = new EnvironmentWatch(environment, silentLogger, options);
  try {
    await watch.measure();
    signal?.throwIfAborted();
    return watch.snapshot;
  } finally {
    watch.dispose();
  }
}
