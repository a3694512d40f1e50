// Required by mocha where workbenches are driven: a test that failed shows what its windows showed.
import { Workbench } from "./workbench.ts";

export const mochaHooks = {
  async afterEach(this: Mocha.Context): Promise<void> {
    if (this.currentTest?.state !== "failed") return;
    for (const workbench of Workbench.open) {
      const shown = await workbench.toText().catch((error: unknown) => `cannot be read: ${String(error)}`);
      process.stdout.write(`\nThe window after "${this.currentTest.title}":\n${shown}\n\n`);
    }
  },
};
