import { getL10nJson } from "@vscode/l10n-dev";
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import manifest from "../../../package.json";
import korean from "../../../l10n/bundle.l10n.ko.json";
import englishManifest from "../../../package.nls.json";
import koreanManifest from "../../../package.nls.ko.json";
import { koreanMeanings } from "../../../src/logs/meaningsKo";
import { ko } from "../../../src/diagnosis/texts/ko";
import { oldestVersion } from "../../host/installation";
import oldestHost from "../../host/oldest/package.json";
import { folderSettings, SECTION, settings } from "../../../src/host/declaredSettings";
import { anyDocument, logDocuments } from "../../../src/logs/logDocuments";
import { causes } from "../../../src/diagnosis/causes/allCauses";
import { fixes } from "../../../src/diagnosis/fixes/allFixes";

const holes = (text: string) => [...text.matchAll(/\{(\d)\}/g)].map(([, hole]) => hole).sort();

describe("manifest", () => {
  const { contributes, capabilities } = manifest;
  const commands = contributes.commands.map(({ command }) => command);

  it("declares every setting of the code with its default, and no other", () => {
    const declared = Object.entries(contributes.configuration.properties).map(([name, { default: preset }]) => [
      name,
      preset,
    ]);
    const inCode = Object.entries(settings).map(([name, { default: preset }]) => [`${SECTION}.${name}`, preset]);
    assert.deepEqual(Object.fromEntries(declared), Object.fromEntries(inCode));
  });

  it("reads every setting somewhere", () => {
    const source = sources().join("\n");
    for (const name of Object.keys(settings))
      assert.match(source, new RegExp(`get\\("${name.replace(".", "\\.")}"\\)`));
  });

  it("names commands noun first, with a category and a title that starts with a verb", () => {
    for (const { command, category, title } of contributes.commands) {
      assert.match(command, /^messaging\.[a-zA-Z]+\.[a-zA-Z]+$/);
      assert.equal(category, "%category%");
      const text = (englishManifest as Record<string, string>)[title.slice(1, -1)];
      assert.match(text ?? "", /^[A-Z][a-z]+\b/, command);
    }
  });

  it("puts only declared commands into menus, welcome views and walkthroughs", () => {
    const used = [
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
      ...[JSON.stringify(englishManifest), JSON.stringify(koreanManifest)].flatMap((text) =>
        [...text.matchAll(/command:([\w.]+)/g)].map(([, id]) => id!),
      ),
      ...contributes.walkthroughs.flatMap(({ steps }) =>
        steps.flatMap(({ completionEvents }) => completionEvents.map((event) => event.replace("onCommand:", ""))),
      ),
    ];
    assert.deepEqual(
      used.filter((id) => !commands.includes(id)),
      [],
    );
  });

  it("has a text in both languages for every key, and no other", () => {
    const keys = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key!);
    const used = [...new Set(keys)].sort();
    assert.deepEqual(Object.keys(englishManifest).sort(), used);
    assert.deepEqual(Object.keys(koreanManifest).sort(), used);
  });

  it("lets a folder have the settings that are read for a folder, and no others", () => {
    const declared = Object.entries(contributes.configuration.properties);
    const ofFolder = declared.filter(([, property]) => "scope" in property && property.scope === "resource");
    assert.deepEqual(
      ofFolder.map(([name]) => name),
      [...folderSettings].map((name) => `${SECTION}.${name}`),
    );
  });

  it("reads documents by their scheme (VS Code warned about a selector without one at each activation)", () => {
    for (const filter of [...logDocuments, ...anyDocument]) assert.ok(filter.scheme, JSON.stringify(filter));
  });

  it("restricts settings that name a path or an address while the folder is not trusted", () => {
    assert.equal(capabilities.untrustedWorkspaces.supported, "limited");
    assert.deepEqual(capabilities.untrustedWorkspaces.restrictedConfigurations, [
      "messaging.environment",
      "messaging.environments",
      "messaging.local.stateFolder",
    ]);
  });

  it("asks for the VS Code whose types it compiles against and that the extension suites run on, and no newer", () => {
    const [major, minor] = oldestVersion.split(".");
    assert.equal(manifest.engines.vscode, `^${major}.${minor}.0`);
    assert.match(manifest.devDependencies["@types/vscode"], new RegExp(`^[~^]?${major}\\.${minor}(\\.|$)`));
    // A release of code-server N.x is VS Code 1.x.
    assert.equal(oldestHost.dependencies["code-server"].replace(/^\d+/, "1"), oldestVersion);
  });

  it("activates on use, and where there are scenarios to show", () =>
    assert.deepEqual(manifest.activationEvents, [
      "onDebugResolve:messaging",
      "onDebugDynamicConfigurations:messaging",
      "workspaceContains:**/*.scenario.yaml",
    ]));

  it("ships the walkthrough's pictures, for each kind of theme, and the icons", () => {
    const files = contributes.walkthroughs.flatMap(({ steps }) =>
      steps.flatMap(({ media }) => Object.values(media.image)),
    );
    for (const file of [...files, manifest.icon]) assert.ok(fs.existsSync(file), file);
  });
});

const IMPORT = 'import * as l10n from "@vscode/l10n";\n';

describe("texts", () => {
  it("have a Korean form for every key in the code, with the same holes, and none that nobody uses", async () => {
    const withTexts = sources().filter((source) => source.includes("l10n.t("));
    assert.ok(
      withTexts.every((source) => source.includes(IMPORT)),
      "every file imports l10n in the same way",
    );
    // As one file: the tool compiles its queries anew for each import that it sees, 0.1 s each.
    const contents = IMPORT + withTexts.map((source) => source.replace(IMPORT, "")).join("");
    const keys = Object.keys(await getL10nJson([{ contents, extension: ".ts" }]));
    assert.ok(keys.length > 100, `only ${keys.length} keys were found`);
    const texts = korean as Record<string, string>;
    assert.deepEqual(
      keys.filter((key) => !texts[key]),
      [],
      "missing",
    );
    assert.deepEqual(
      Object.keys(texts).filter((key) => !keys.includes(key)),
      [],
      "unused",
    );
    assert.deepEqual(
      keys.filter((key) => holes(key).join() !== holes(texts[key]!).join()),
      [],
      "other holes",
    );
  });
});

/** What was said in two ways, and what a filled-in value cannot take: which particle fits depends on its last sound. */
const notKorean: Record<string, RegExp> = {
  "하세요 is the one level of politeness": /하십시오|십시오|합니까/,
  "one word for one thing": /제공사|공급자|데드 ?레터|학원 코드|비밀 값|워크스페이스|에디터|\bWorker\b/,
  "no choice of particles": /은\(는\)|이\(가\)|을\(를\)|와\(과\)|\(으\)로/,
  "no particle on a value": /\{\w+\}(?:은|는|이|가|을|를|과|와|으로|로|인데|이라)(?=[\s.,]|$)/,
};

describe("Korean texts", () => {
  const textsIn = (value: unknown): string[] =>
    typeof value === "string"
      ? [value]
      : typeof value === "object" && value
        ? Object.values(value).flatMap(textsIn)
        : [];
  const ofFixes = Object.values(fixes).flatMap(({ ko: own, platforms, elsewhere }) =>
    [own, ...Object.values(platforms ?? {}).map((one) => one.ko), elsewhere?.ko].filter((one) => one !== undefined),
  );
  const spoken = Object.values(causes).flatMap(({ ko: own }) => textsIn(own));
  const reports = [...ofFixes, ...textsIn(ko)];
  const all = [
    ...Object.values(korean),
    ...Object.values(koreanManifest),
    ...spoken,
    ...reports,
    ...Object.values(koreanMeanings),
  ];

  for (const [rule, wrong] of Object.entries(notKorean))
    it(`keep to the house's words: ${rule}`, () =>
      assert.deepEqual(
        all.filter((text) => wrong.test(text)),
        [],
      ));
});

const sources = () =>
  fs
    .readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => fs.readFileSync(path.join("src", file), "utf8"));
