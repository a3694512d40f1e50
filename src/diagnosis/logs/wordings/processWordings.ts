import type { Wording } from "./wording";

/** What the worker's process, its container and the shell report. One entry per line. */
// prettier-ignore
export const processWordings = {
  "variable-missing": {
    pattern:
      /config error: (?:Missing required env(?:ironment)?(?: variables?)?:?\s*)(?<variable1>\S.*)|Missing required env(?:ironment)?(?: variables?)?:?\s*(?<variable2>\S.*)|(?:environment variable|env(?:ironment)? var|환경 ?변수)\s*["']?(?<variable3>[A-Z][A-Z0-9_]{3,})["']?.{0,24}(?:missing|required|not set|must be set|없|설정되지)|["'](?<variable4>[A-Z][A-Z0-9_]{3,})["'] environment variable must be set|\b(?<variable5>[A-Z][A-Z0-9]*_[A-Z0-9_]+)\b["'`]? (?:is )?(?:required|not set|must be set|missing)|KeyError: ["'](?<variable6>[A-Z][A-Z0-9]*_[A-Z0-9_]+)["']|Set the (?<variable7>[A-Z][A-Z0-9_]+) environment variable|\b(?<variable8>[A-Z][A-Z0-9]*_[A-Z0-9_]+) not found\. Declare it as envvar|ImproperlyConfigured: The (?<variable9>[A-Z][A-Z0-9_]+) setting must not be empty|settings are not configured\. You must either define the environment variable (?<variable10>DJANGO_SETTINGS_MODULE)|validation errors? for \w*(?:Settings|Config)\w*\s+(?<variable11>\w+)\s+[Ff]ield required|undefined environment variable:? ["'`]?(?<variable12>[A-Z][A-Z0-9_]+)|(?:[Mm]issing|[Uu]ndefined|[Uu]nset) (?:required )?(?:environment|env)(?: (?:variable|var)s?)?:? ["'`]?(?<variable13>[A-Z][A-Z0-9_]+)|[Ii]nvalid environment variables?:?\W{0,6}(?<variable15>[A-Z][A-Z0-9_]+)|resolve placeholder '(?<variable16>[A-Z][A-Z0-9_]+)'|: line \d+: (?<variable17>[A-Z][A-Z0-9_]+): (?:parameter not set|unbound variable|parameter null or not set)|Environment variable ["'`]?(?<variable14>[A-Z][A-Z0-9_]+)["'`]? (?:is )?(?:not (?:set|defined|found)|undefined|missing|unset)/,
    unless: /No module named|DB connection|Redis disabled|(?<!define the environment variable )DJANGO_SETTINGS_MODULE(?!' environment variable must)|pf_id/,
  },
  "module-missing": {
    pattern:
      /(?:ModuleNotFoundError: )?No module named ["']?(?<module1>[\w.]+)|ModuleNotFoundError: ?(?<module2>.*)|(?:ImportError: ?)?cannot import name ["']?(?<module3>\w+)|(?<module4>solapi) SDK not installed|(?<module5>solapi)_not_installed|Error while finding module specification for ["']?(?<module6>[\w.]+)|Cannot find module ["']?(?<module7>[^\s"']+)|ImportError: ?(?!No module named|cannot import)(?<module8>.*)|The module (?<module9>[\w.]+) was not found|ClassNotFoundException: (?<module10>[\w.$]+)|Could not find or load main class (?<module11>[\w.$]+)|cannot load such file -- (?<module12>\S+)|Class ["'](?<module13>[\w\\]+)["'] not found|Cannot find package ['"](?<module14>[^'"]+)/,
    row: /solapi_not_installed|No module named|ModuleNotFoundError/,
  },
  "too-many-failures": { pattern: /Too many consecutive errors(?: \((?<count>\d+)\))?/ },
  "memory-used-up": { pattern: /^Killed$|Out of memory|OOMKilled(?!["']?\s*[:=]\s*["']?false)|oom-kill|OutOfMemoryError|GC overhead limit|Cannot allocate memory|heap out of memory|MemoryError/im },
  "memory-refused": { isDetail: true, pattern: /MemoryError|OutOfMemoryError|GC overhead|Cannot allocate memory/, unless: /OOMKilled|oom-kill|^Killed$/m },
  "loop-failed": {
    pattern: /Unexpected error in main loop:? ?(?<reason>.*)|Fatal error in Messaging Worker/,
    unless: /Failed to (?:receive|get queue)|when calling the \w+ operation|endpoint URL|locate credentials|OperationalError|connection slots|MemoryError|redis\.exceptions/,
  },
  "config-refused": { pattern: /config error: (?!.*(?:[Mm]issing|required|not set|must be set|없))(?<reason>.+)/ },
  "container-absent": { pattern: /No such container:? ?(?<container1>\S*)|no such service:? ?(?<container2>\S*)|no container found for/i },
  "worker-begun": { pattern: /(?<!AI )Worker started/, in: "text" },
  "shut-down-by-signal": { pattern: /shutdown complete|Graceful shutdown: exiting|^Terminated$/ },
  "ended-itself": { pattern: /shutdown complete|Graceful shutdown: exiting|exiting main loop|worker (?:finished|stopped)/i },
  "signal-received": { pattern: /Received (?:signal|SIG)|^Terminated$/ },
  "end-explained": { pattern: /Received (?:signal|SIG)|SIGTERM|SIGINT|^Terminated$|Too many consecutive/i },
  "run-ended": { pattern: /Worker started|shutdown|Graceful|Received (?:signal|SIG)|^(?:Killed|Terminated)$/, in: "text" },
  "django-ready": { pattern: /Django setup done/ },
  "exec-format-wrong": { pattern: /exec format error/ },
  "wrong-architecture": { isDetail: true, pattern: /exec format error|platform|descriptor matching/i },
  "image-unpulled": { isDetail: true, pattern: /pull|no such image|image .{0,80}not found|manifest unknown|repository does not exist/i },
  "no-room": { isDetail: true, pattern: /FailedScheduling|Insufficient (?:cpu|memory)|unable to place a task|nodes? (?:are|is) available|taint/i },
  "secret-unread": { isDetail: true, pattern: /secrets? (?:manager|from)|ssm|parameter|secret "|secretsmanager/i },
  "secret-unreached": { isDetail: true, pattern: /deadline exceeded|RequestCanceled|request canceled|i\/o timeout|dial tcp|connection (?:refused|timed out|reset)|retried \d+ time|no route to host/i },
  // systemd could not execute the command of ExecStart=.
  "exec-refused": { isDetail: true, pattern: /\bstatus=203\b|Failed at step EXEC\b/ },
  "command-missing": { isDetail: true, pattern: /executable file not found/i },
  "probe-failed": { isDetail: true, pattern: /(?:liveness|startup|readiness) probe|failed (?:ELB |container )?health checks?|is unhealthy/i },
  "not-executable": { isDetail: true, pattern: /permission denied/i },
  "wrong-line-ends": { isDetail: true, pattern: /no such file|\\r|\^M|bad interpreter/i },
  "thrown-uncaught": {
    pattern:
      /raised (?:un)?expected: |Uncaught (?:exception|Error)|Unhandled exception\b|Exception in thread|goroutine \d+ \[running\]|Job stalled|Failed: {1,10}App\\|Unhandled ?(?:promise ?)?rejection|Potentially unhandled|Callback .{0,80} raised exception|Traceback \(most recent call last\)|Error polling for messages/i,
  },
} as const satisfies Record<string, Wording>;
