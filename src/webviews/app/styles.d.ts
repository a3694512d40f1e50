/** Style sheets that esbuild puts beside the page's script. */
declare module "*.css";
