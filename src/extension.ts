/** Called by VS Code on first use. */
export function activate(): void {}

/** Called by VS Code before the window closes. */
export function deactivate(): void {}
