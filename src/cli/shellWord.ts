const POSIX_SAFE = /^[\w.,:=@%/+-]+$/;
const POWERSHELL_SAFE = /^[\w.:=/\\+-]+$/;

/** Quotes one word of a command to paste into a terminal: a POSIX shell, or PowerShell on Windows. */
export function shellWord(value: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return POWERSHELL_SAFE.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
  return POSIX_SAFE.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
