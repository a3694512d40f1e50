import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { distDir } from "../stack/stackFixture";

/**
 * A network of its own: the loopback interface, and one more that leads to everywhere else, DNS included. Its counter
 * shows each packet that would leave the machine. The last command proves that it counts.
 */
const script = `set -e
ip link set lo up
echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6
ip link add outside type veth peer name wire
ip addr add 10.99.99.1/24 dev outside
ip link set outside up
ip link set wire up
ip route add default via 10.99.99.2 dev outside
echo "nameserver 10.99.99.2" > "$DIR/resolv.conf"
mount --bind "$DIR/resolv.conf" /etc/resolv.conf
sent() { awk '$1 == "outside:" { print $11 }' /proc/net/dev; }
before=$(sent)
cli() { "$NODE" "$CLI" "$@" --json > "$DIR/out.json" 2>&1 || echo "failed: $* $(cat "$DIR/out.json")"; }
cli up --detach
cli send --student 1 --text test
cli status
cli check
cli rows
cli queue peek ready
cli tail --no-follow
cli tenant inspect hakwonplus
cli audit
cli fault list
cli diagnose --send
cli environment discover --folder "$PROJECT"
cli messages
cli messages --export "$DIR/messages.json"
cli run -- true
cli env --format compose-override --workspace "$PROJECT"
cli test --workspace "$DIR"
echo > "$DIR/out.json"
{
  for message in "$HELLO" '{"jsonrpc":"2.0","method":"notifications/initialized"}' "$CHECK"; do echo "$message"; done
  for _ in $(seq 600); do grep -q structuredContent "$DIR/out.json" && break; sleep 0.1; done
} | "$NODE" "$CLI" mcp > "$DIR/out.json" 2>&1
grep -q '"structuredContent"' "$DIR/out.json" || echo "failed: mcp $(cat "$DIR/out.json")"
cli down
echo "packets of the product: $(($(sent) - before))"
before=$(sent)
"$NODE" -e 'fetch("http://api.solapi.com/").catch(() => 0)' &
child=$!
for _ in $(seq 100); do [ "$(sent)" = "$before" ] || break; sleep 0.1; done
kill $child 2>/dev/null || true
[ "$(sent)" = "$before" ] || echo "the counter counts"
`;

const clientInfo = { name: "test", version: "1" };
const request = (id: number, method: string, params: object) => JSON.stringify({ jsonrpc: "2.0", id, method, params });

describe("local mode", () => {
  it("sends no packet out of the machine", async function () {
    this.timeout(120_000);
    const may = spawnSync("unshare", [
      "--net",
      "--mount",
      "ip",
      "link",
      "add",
      "va",
      "type",
      "veth",
      "peer",
      "name",
      "vb",
    ]);
    // Needs Linux, root, unshare and ip.
    if (process.platform !== "linux" || may.status !== 0) return this.skip();
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-outside-"));
    try {
      const env = {
        ...process.env,
        DIR: dir,
        NODE: process.execPath,
        CLI: path.join(distDir, "cli.js"),
        PROJECT: path.resolve("test/fixtures/workspaces/august"),
        MESSAGING_STATE_DIR: path.join(dir, "state"),
        MESSAGING_ANY_PORT: "1",
        HELLO: request(1, "initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo }),
        CHECK: request(2, "tools/call", { name: "layers", arguments: {} }),
      };
      fs.mkdirSync(path.join(dir, ".messaging"));
      fs.writeFileSync(path.join(dir, ".messaging/a.scenario.yaml"), "name: a\nexpect: { outcome: ok }\n");
      const said = await new Promise<string>((resolve) =>
        execFile("unshare", ["--net", "--mount", "sh", "-c", script], { env }, (_error, stdout, stderr) =>
          resolve(stdout + stderr),
        ),
      );
      assert.equal(said, "packets of the product: 0\nthe counter counts\n");
    } finally {
      fs.rmSync(dir, { recursive: true, force: true });
    }
  });
});
