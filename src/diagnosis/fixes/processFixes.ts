import type { KnownFix } from "./knownFix";

/** How the worker's log is read. */
const readLog = {
  command: "docker logs --since {since} {container}",
  platforms: {
    docker: { command: "docker logs {process}" },
    compose: { command: "docker compose logs {process}" },
    kubernetes: { command: "kubectl logs {process} --previous" },
    systemd: { command: "journalctl -u {process} -n 200" },
    supervisor: { command: "supervisorctl tail {process} stderr" },
    heroku: { command: "heroku logs --ps {process}" },
  },
};

/** What mends the worker's process, its container and its image. */
export const processFixes = {
  "read-worker-log": {
    en: "Read the worker's log of that period",
    ko: "그 구간의 워커 로그 읽기",
    ...readLog,
  },
  "start-worker": {
    en: "Start the worker",
    ko: "워커 시작",
    command: "docker start {container}",
    platforms: {
      docker: { command: "docker start {process}" },
      compose: { command: "docker compose up -d {process}" },
      kubernetes: { command: "kubectl rollout restart deployment/{workload}" },
      ecs: { command: "aws ecs update-service --cluster {cluster} --service {process} --force-new-deployment" },
      systemd: { command: "sudo systemctl start {process}" },
      supervisor: { command: "supervisorctl start {process}" },
      heroku: { command: "heroku ps:scale {process}=1" },
    },
  },
  "scale-worker": {
    en: "Scale the worker up: none of its pods is wanted",
    ko: "워커 확장: 원하는 파드 수가 0",
    platforms: { kubernetes: { command: "kubectl scale deployment/{workload} --replicas=1" } },
    replaces: ["start-worker"],
  },
  "restart-worker": {
    en: "Restart the worker",
    ko: "워커 재시작",
    command: "docker restart {container}",
    platforms: {
      docker: { command: "docker restart {process}" },
      compose: { command: "docker compose restart {process}" },
      kubernetes: { command: "kubectl rollout restart deployment/{workload}" },
      ecs: { command: "aws ecs update-service --cluster {cluster} --service {process} --force-new-deployment" },
      systemd: { command: "sudo systemctl restart {process}" },
      supervisor: { command: "supervisorctl restart {process}" },
      heroku: { command: "heroku ps:restart {process}" },
    },
  },
  "stop-worker": {
    en: "Stop the worker until then: each delivery may send the message again",
    ko: "고칠 때까지 워커 중지: 다시 전달될 때마다 또 발송될 수 있음",
    command: "docker stop {container}",
    platforms: {
      docker: { command: "docker stop {process}" },
      compose: { command: "docker compose stop {process}" },
      kubernetes: { command: "kubectl scale deployment/{workload} --replicas=0" },
      ecs: { command: "aws ecs update-service --cluster {cluster} --service {process} --desired-count 0" },
      systemd: { command: "sudo systemctl stop {process}" },
      supervisor: { command: "supervisorctl stop {process}" },
      heroku: { command: "heroku ps:scale {process}=0" },
    },
  },
  "unpause-worker": {
    en: "Resume the paused worker",
    ko: "일시 중지된 워커를 다시 진행",
    command: "docker unpause {container}",
  },
  "raise-memory": {
    en: "Give the container more memory",
    ko: "컨테이너 메모리 늘리기",
    platforms: {
      compose: {
        en: "Raise mem_limit (deploy.resources.limits.memory) of the service",
        ko: "서비스의 mem_limit(deploy.resources.limits.memory) 늘리기",
      },
      kubernetes: {
        en: "Raise resources.limits.memory of the worker's container",
        ko: "워커 컨테이너의 resources.limits.memory 늘리기",
      },
      ecs: { en: "Raise the memory in the task definition, and deploy it", ko: "태스크 정의의 메모리를 늘리고 배포" },
      systemd: {
        en: "Raise MemoryMax= of the unit, or give the machine more memory",
        ko: "유닛의 MemoryMax=를 늘리거나 장비의 메모리 늘리기",
      },
      supervisor: {
        en: "Give the machine more memory, or run fewer processes",
        ko: "장비의 메모리를 늘리거나 프로세스 수 줄이기",
      },
      heroku: {
        en: "Use a larger dyno, or fewer processes in it",
        ko: "더 큰 dyno를 쓰거나 그 안의 프로세스 수 줄이기",
      },
    },
  },
  "set-env": {
    en: "Set the variable[ {variable}] in the worker's environment and start it again",
    ko: "워커 환경에 변수[ {variable}] 설정 후 다시 시작",
    platforms: {
      compose: {
        en: "Set the variable[ {variable}] under environment or env_file of the service, then docker compose up -d",
        ko: "서비스의 environment나 env_file에 변수[ {variable}] 설정 후 docker compose up -d 실행",
      },
      kubernetes: {
        en: "Set the variable[ {variable}] in the Deployment (env, envFrom) and roll it out",
        ko: "Deployment(env, envFrom)에 변수[ {variable}] 설정 후 다시 배포",
      },
      ecs: {
        en: "Set the variable[ {variable}] under environment or secrets of the task definition, and deploy it",
        ko: "태스크 정의의 environment나 secrets에 변수[ {variable}] 설정 후 배포",
      },
      systemd: {
        en: "Set the variable[ {variable}] with Environment= or EnvironmentFile= of the unit, and restart it",
        ko: "유닛의 Environment=나 EnvironmentFile=에 변수[ {variable}] 설정 후 다시 시작",
      },
      supervisor: {
        en: "Set the variable[ {variable}] with environment= of the program, then supervisorctl update",
        ko: "프로그램의 environment=에 변수[ {variable}] 설정 후 supervisorctl update 실행",
      },
      heroku: {
        en: "Set the variable[ {variable}] with heroku config:set",
        ko: "heroku config:set으로 변수[ {variable}] 설정",
      },
    },
  },
  "rebuild-image": {
    en: "Rebuild the image with the module, and test the import in the build",
    ko: "모듈을 넣어 이미지를 다시 빌드하고 빌드에서 import 검사",
    platforms: {
      compose: { command: "docker compose build {process}" },
      systemd: {
        en: "Install the module into the environment that ExecStart= uses",
        ko: "ExecStart=가 쓰는 환경에 모듈 설치",
      },
      supervisor: {
        en: "Install the module into the environment that command= uses",
        ko: "command=가 쓰는 환경에 모듈 설치",
      },
      heroku: { en: "Add the module to the dependencies and deploy again", ko: "의존성에 모듈을 추가하고 다시 배포" },
    },
  },
  "add-workers": { en: "Run more workers", ko: "워커를 더 실행" },
  "keep-warm": { en: "Keep one worker running", ko: "워커 하나를 계속 실행" },
  "read-first-error": {
    en: "Read the first of the failures: they have one reason",
    ko: "첫 실패를 읽기: 모두 같은 이유",
    ...readLog,
  },
  "check-command": {
    en: "Check the container's command and restart policy",
    ko: "컨테이너의 명령과 재시작 정책 확인",
    platforms: {
      kubernetes: {
        en: "Check command, args and restartPolicy of the pod",
        ko: "파드의 command, args, restartPolicy 확인",
      },
      ecs: { en: "Check command and entryPoint of the task definition", ko: "태스크 정의의 command와 entryPoint 확인" },
      systemd: {
        en: "Check ExecStart= and Restart= of the unit",
        ko: "유닛의 ExecStart=와 Restart= 확인",
        command: "systemctl cat {process}",
      },
      supervisor: {
        en: "Check command= and autorestart= of the program",
        ko: "프로그램의 command=와 autorestart= 확인",
      },
      heroku: { en: "Check the process's line in the Procfile", ko: "Procfile의 프로세스 줄 확인" },
    },
  },
  "find-consumer": {
    en: "Find the other consumer: a local worker or a second deployment on the same queue",
    ko: "같은 큐의 다른 소비자(로컬 워커, 두 번째 배포) 찾기",
  },
  "align-env": { en: "Give both processes the same value", ko: "두 프로세스에 같은 값 설정" },
  "deploy-image": {
    en: "Start the worker from the new image: the old container keeps the old one",
    ko: "새 이미지로 워커 시작: 기존 컨테이너는 예전 이미지를 그대로 씀",
    platforms: {
      compose: { command: "docker compose up -d --build {process}" },
      ecs: { command: "aws ecs update-service --cluster {cluster} --service {process} --force-new-deployment" },
    },
    // A container that is started again runs the same image.
    replaces: ["start-worker", "restart-worker", "read-worker-log"],
  },
  "check-probe": {
    en: "Give the health check more time, or mend what it checks",
    ko: "헬스체크 시간을 늘리거나 검사 대상 고치기",
  },
  "mend-command": {
    en: "Install the start command in the image, or correct its name",
    ko: "이미지에 시작 명령을 설치하거나 이름 수정",
  },
  "mend-image": {
    en: "Check the image's name and tag, and that this place may pull it",
    ko: "이미지 이름과 태그, 이곳에서 받을 권한이 있는지 확인",
    platforms: { kubernetes: { command: "kubectl describe pod {process}" } },
  },
  "give-room": {
    en: "Make room for the scheduler: CPU, memory, or a larger instance",
    ko: "스케줄러에 자리 만들기: CPU, 메모리, 또는 맞는 인스턴스",
    platforms: {
      kubernetes: { command: "kubectl describe pod {process}" },
      ecs: { command: "aws ecs describe-services --cluster {cluster} --services {process}" },
    },
  },
  "mend-line-ends": {
    en: "Save the start script with LF line ends, and check that its path is in the image",
    ko: "시작 스크립트를 LF 줄 끝으로 저장하고, 경로가 이미지에 있는지 확인",
  },
  "build-for-platform": {
    en: "Build or pull the image for this machine's processor (docker build --platform)",
    ko: "이 장비의 프로세서용 이미지를 빌드하거나 받기 (docker build --platform)",
  },
  "make-executable": {
    en: "Give the start command its executable bit (chmod +x) in the image",
    ko: "이미지에서 시작 명령에 실행 권한 주기 (chmod +x)",
  },
  "check-unit-type": {
    en: "Check Type= of the unit: systemd waits until the start is reported, and with forking or notify it never was",
    ko: "유닛의 Type= 확인: systemd가 시작 완료 신호를 기다리는데 forking이나 notify에서 신호가 오지 않음",
    platforms: { systemd: { command: "systemctl cat {process}" } },
  },
} satisfies Record<string, KnownFix>;
