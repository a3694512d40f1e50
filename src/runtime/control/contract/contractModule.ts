/** In the editor this is a separate bundle (esbuild.js), loaded with the first answer. */
export const loadContract = () => import("./contractEntry");
