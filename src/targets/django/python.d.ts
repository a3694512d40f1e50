/** esbuild's text loader: the file's source. */
declare module "*.py" {
  const source: string;
  export default source;
}
