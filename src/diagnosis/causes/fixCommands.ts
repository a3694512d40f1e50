import type { PlatformKind } from "../logs/exports/platform";

type Commands = Partial<Record<string, string>>;

/**
 * Commands of fixes; those of this product begin with `messaging` (runtime/control/ownCommand.ts). A command is omitted
 * if a placeholder has no value. Nothing here runs by itself: a person runs it, or an editor command after a preview.
 */
export const fixCommands: Commands = {
  "set-sender": "messaging tenant set {tenant} --sender {number}",
  "start-worker": "docker start {container}",
  "restart-worker": "docker restart {container}",
  "stop-worker": "docker stop {container}",
  "unpause-worker": "docker unpause {container}",
  "read-worker-log": "docker logs --since {since} {container}",
  "read-first-error": "docker logs --since {since} {container}",
  "check-queue-from-api": "aws sqs get-queue-url --queue-name {queue} --region {region}",
  "check-queue-name": "aws sqs list-queues --region {region}",
  "create-queue": "aws sqs create-queue --queue-name {queue} --region {region}",
  "sso-login": "aws sso login",
  redrive: "aws sqs start-message-move-task --source-arn {dlqArn}",
};

/** What replaces Docker's commands where something else runs the worker. Without a replacement there is no command. */
const platformCommands: Readonly<Record<PlatformKind, Commands>> = {
  docker: {
    "stop-worker": "docker stop {process}",
    "start-worker": "docker start {process}",
    "restart-worker": "docker restart {process}",
    "read-worker-log": "docker logs {process}",
    "read-first-error": "docker logs {process}",
  },
  compose: {
    "stop-worker": "docker compose stop {process}",
    "deploy-image": "docker compose up -d --build {process}",
    "start-worker": "docker compose up -d {process}",
    "restart-worker": "docker compose restart {process}",
    "read-worker-log": "docker compose logs {process}",
    "read-first-error": "docker compose logs {process}",
    "rebuild-image": "docker compose build {process}",
  },
  kubernetes: {
    "stop-worker": "kubectl scale deployment/{workload} --replicas=0",
    "start-worker": "kubectl rollout restart deployment/{workload}",
    "restart-worker": "kubectl rollout restart deployment/{workload}",
    "read-worker-log": "kubectl logs {process} --previous",
    "read-first-error": "kubectl logs {process} --previous",
    "mend-image": "kubectl describe pod {process}",
    "give-room": "kubectl describe pod {process}",
  },
  ecs: {
    "stop-worker": "aws ecs update-service --cluster {cluster} --service {process} --desired-count 0",
    "deploy-image": "aws ecs update-service --cluster {cluster} --service {process} --force-new-deployment",
    "start-worker": "aws ecs update-service --cluster {cluster} --service {process} --force-new-deployment",
    "restart-worker": "aws ecs update-service --cluster {cluster} --service {process} --force-new-deployment",
    "give-room": "aws ecs describe-services --cluster {cluster} --services {process}",
  },
  systemd: {
    "stop-worker": "sudo systemctl stop {process}",
    "check-unit-type": "systemctl cat {process}",
    "start-worker": "sudo systemctl start {process}",
    "restart-worker": "sudo systemctl restart {process}",
    "read-worker-log": "journalctl -u {process} -n 200",
    "read-first-error": "journalctl -u {process} -n 200",
    "check-command": "systemctl cat {process}",
  },
  supervisor: {
    "stop-worker": "supervisorctl stop {process}",
    "start-worker": "supervisorctl start {process}",
    "restart-worker": "supervisorctl restart {process}",
    "read-worker-log": "supervisorctl tail {process} stderr",
    "read-first-error": "supervisorctl tail {process} stderr",
  },
  heroku: {
    "stop-worker": "heroku ps:scale {process}=0",
    "start-worker": "heroku ps:scale {process}=1",
    "restart-worker": "heroku ps:restart {process}",
    "read-worker-log": "heroku logs --ps {process}",
    "read-first-error": "heroku logs --ps {process}",
  },
};

/** Commands about the container, which are Docker's own. */
const DOCKERS: ReadonlySet<string> = new Set(Object.keys(platformCommands.docker).concat("unpause-worker"));

/** The commands that may carry out a fix, the better one first. */
export function commandsOf(fix: string, platform: PlatformKind | undefined): string[] {
  const own = platform && platformCommands[platform][fix];
  const isOthers = DOCKERS.has(fix) && platform !== undefined && platform !== "docker" && platform !== "compose";
  const usual = isOthers ? undefined : fixCommands[fix];
  return [usual, own].filter((command) => command !== undefined);
}
