import { timeOfField } from "../../lineTimes";
import type { Header } from "../dialect";
import { severityLevel } from "../syslog";

/** `%3|1795759213.402|FAIL|rdkafka#producer-1| [thrd:kafka-1:9092/1]: kafka-1:9092/1: Connect to … failed: …` */
const RDKAFKA = /^%([0-7])\|(\d{10}\.\d{1,6})\|[A-Z_]{2,30}\|([\w#.-]{1,120})\| ?(?:\[thrd:[^\]]{0,200}\]: ?)?/;

export const librdkafka: Header = (text) => {
  const found = text.startsWith("%") ? RDKAFKA.exec(text) : null;
  if (!found) return undefined;
  const [all, severity, seconds, client] = found;
  return {
    time: timeOfField(Number(seconds)),
    level: severityLevel(Number(severity)),
    logger: client,
    texts: [text.slice(all.length)],
    headered: true,
  };
};
