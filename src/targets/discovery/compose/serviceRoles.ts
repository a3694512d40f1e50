import type { ComposeService } from "./composeFile";

/** A sign that a service is the API or the worker, with its weight. */
type Sign = [weight: number, matches: (service: ComposeService) => boolean];

const names = ({ name, containerName }: ComposeService) => `${name} ${containerName?.value ?? ""}`;
const command = ({ command: line }: ComposeService) => line?.value ?? "";
const image = ({ image: tag }: ComposeService) => tag?.value ?? "";

/** The worker's name in the backend's documentation. */
const USUAL_WORKER = "academy-messaging-worker";

const workerSigns: Sign[] = [
  [100, ({ containerName }) => containerName?.value === USUAL_WORKER],
  [60, (service) => /sqs_main|messaging[._-]?worker|worker[\w.-]*messaging|run_messaging/i.test(command(service))],
  [40, (service) => /messag/i.test(names(service)) && /worker|consumer/i.test(names(service))],
  [20, (service) => /messag/i.test(image(service)) && /worker/i.test(image(service))],
  [15, ({ environment }) => environment.has("SOLAPI_API_KEY") || environment.has("SOLAPI_SENDER")],
  [5, (service) => /worker|consumer/i.test(names(service))],
  [-50, (service) => /\b(?:celery|rq)\b/i.test(command(service))],
];

const apiSigns: Sign[] = [
  [50, (service) => /gunicorn|uvicorn|daphne|hypercorn|runserver|uwsgi/i.test(command(service))],
  [20, ({ name }) => /^(?:api|web|backend|django|app|server)$/i.test(name)],
  [10, (service) => /api|backend|django/i.test(names(service))],
  [5, ({ ports }) => ports.length > 0],
];

/** Third-party programs. */
const FOREIGN = /(?:^|\/)(?:postgres|redis|mysql|mariadb|mongo|rabbitmq|nginx|caddy|traefik|localstack|elasticmq)/i;
const PROXY = /(?:^|\/)(?:nginx|caddy|traefik)/i;

/** Best first; only services with at least one sign. */
function ranked(services: Iterable<ComposeService>, signs: Sign[], least: number): ComposeService[] {
  return [...services]
    .filter((service) => !FOREIGN.test(image(service)))
    .map((service) => ({
      service,
      weight: signs.reduce((sum, [weight, matches]) => sum + (matches(service) ? weight : 0), 0),
    }))
    .filter(({ weight }) => weight >= least)
    .sort((one, other) => other.weight - one.weight)
    .map(({ service }) => service);
}

export interface Roles {
  worker?: ComposeService;
  api?: ComposeService;
  /** Reverse proxy that publishes the API's port. */
  proxy?: ComposeService;
  otherWorkers: ComposeService[];
}

export function rolesOf(services: ReadonlyMap<string, ComposeService>): Roles {
  const [worker, ...otherWorkers] = ranked(services.values(), workerSigns, 5);
  const api = ranked(services.values(), apiSigns, 10).find((service) => service !== worker);
  const proxy = [...services.values()].find((service) => PROXY.test(image(service)) && service.ports.length > 0);
  return { ...(worker && { worker }), ...(api && { api }), ...(proxy && { proxy }), otherWorkers };
}
