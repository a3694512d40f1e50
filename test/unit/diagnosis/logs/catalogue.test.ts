import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import {
  catalogue,
  linePatterns,
  mentionPatterns,
  patternById,
} from "../../../../src/diagnosis/logs/catalogue/catalogue";
import { findMentions, matchLine } from "../../../../src/diagnosis/logs/catalogue/matcher";
import { parseLog } from "../../../../src/diagnosis/logs/logParser";
import { holeNames } from "../../../../src/diagnosis/logs/catalogue/template";

const recordOf = (text: string) => parseLog(text, { source: "worker.logs" }).records[0];
const header = "2026-03-05 10:00:03,123 [INFO] [MESSAGING-WORKER] ";

describe("log catalogue", () => {
  it("has unique, kebab-case ids", () => {
    const ids = catalogue.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
    assert.deepEqual(
      ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)),
      [],
    );
    assert.equal(patternById("send-sms-ok")?.layer, "provider");
  });

  for (const pattern of linePatterns) {
    it(`${pattern.id}: its sample is recognised as it and as nothing else`, () => {
      assert.equal(matchLine(pattern.sample)?.line.pattern.id, pattern.id);
      const record = recordOf(header + pattern.sample);
      assert.equal(record?.pattern?.id, pattern.id);
      assert.equal(record?.text, pattern.sample);
      for (const name of holeNames(pattern.template)) assert.ok(record?.values[name], `{${name}} is not extracted`);
    });

    it(`${pattern.id}: a trace id at the end changes nothing`, () => {
      const bare = recordOf(header + pattern.sample);
      const traced = recordOf(`${header}${pattern.sample} trace_id=7f3a91`);
      assert.equal(traced?.pattern?.id, pattern.id);
      assert.deepEqual(traced?.values, { ...bare?.values, trace_id: "7f3a91" });
    });
  }

  for (const pattern of mentionPatterns) {
    it(`${pattern.id}: is found in its sample and inside another line's text`, () => {
      const found = findMentions(pattern.sample).find((mention) => mention.pattern.id === pattern.id);
      assert.ok(found);
      for (const name of holeNames(pattern.template)) assert.ok(found.values[name], `{${name}} is not extracted`);
      const record = recordOf(`${header}get_tenant_messaging_info failed: ${pattern.sample}`);
      assert.equal(record?.pattern?.id, "tenant-info-failed");
      assert.ok(record.mentions.includes(pattern.id));
    });
  }

  it("says what a value means where the text doesn't print it", () => {
    for (const { id, sets } of mentionPatterns) {
      for (const [name, value] of Object.entries(sets ?? {})) {
        const values = findMentions(patternById(id)?.sample ?? "").find(({ pattern }) => pattern.id === id)?.values;
        assert.equal(values?.[name], value);
      }
    }
  });
});

describe("coverage of the backend's log lines", () => {
  for (const [generation, lines] of [
    ["2026-03", 70],
    ["2026-08", 177],
  ] as const) {
    const raw = readFileSync(path.resolve("test/fixtures/logs", `catalogue-${generation}.txt`), "utf8")
      .trimEnd()
      .split("\n");

    it(`${generation}: has all ${lines} lines`, () => {
      assert.equal(raw.length, lines);
    });

    for (const [index, entry] of raw.entries()) {
      const [, level = "", text = ""] = /^(\w+)\|(.*)$/.exec(entry) ?? [];
      it(`${generation}: line ${index + 1} is recognised: ${text}`, () => {
        const printed = text.replaceAll("%s", "V7");
        const record = recordOf(header + printed);
        assert.ok(record?.pattern, "not recognised");
        assert.ok(!record.mentions.includes(record.pattern.id), "recognised only by a text inside it");
        assert.ok(["both", generation].includes(record.pattern.generation), `entry of ${record.pattern.generation}`);
        const levels = record.pattern.id === "solapi-sdk-missing" ? ["warning", "error"] : [record.pattern.level];
        assert.ok(levels.includes(level), `level ${record.pattern.level}, the backend says ${level}`);
        const holes = Object.values(record.values).filter((value) => value.includes("V7")).length;
        assert.equal(holes, text.split("%s").length - 1, JSON.stringify(record.values));
      });
    }
  }
});
