// Required by mocha, which does not handle signals itself: a run ended by a signal exits, and so do the processes that
// tests started (through listeners of "exit"), even those in their own process group.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
