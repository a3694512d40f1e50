import type { Header } from "./dialect";

/** kubelet and other parts of Kubernetes: `E1127 15:00:30.669241    5467 remote_image.go:113] …` */
const KLOG = /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{6}\s+\d+ ([\w.-]{1,80}):\d+\] /;
const levels: Record<string, string> = { I: "INFO", W: "WARNING", E: "ERROR", F: "CRITICAL" };

export const klog: Header = (text) => {
  const found = KLOG.exec(text);
  if (!found) return undefined;
  const [all, level = "", logger] = found;
  return { time: {}, level: levels[level], logger, texts: [text.slice(all.length)], headered: true };
};
