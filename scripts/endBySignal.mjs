// Required by mocha, which has no handler of its own: a run that is ended by a signal exits, and what tests have started
// ends with it (listeners of "exit"), also what is in a process group of its own.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
