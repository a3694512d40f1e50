// The licences of what esbuild put into the bundles. Their terms require the texts to come with every copy.
import fs from "node:fs";
import path from "node:path";

const LICENCE_FILE = /^(?:licen[cs]e|copying|unlicense|notice)(?:[.-].*)?$/i;
const README = /^readme(?:\.md)?$/i;

/**
 * The text of the notices: name, version, licence and its text for each bundled package.
 * @param {string} root of the repository
 * @param {import("esbuild").Metafile[]} metafiles
 * Throws for a package without a licence text.
 */
export function thirdPartyNotices(root, metafiles) {
  // Copies of one version in several folders are one package.
  const byTitle = new Map(bundledPackages(metafiles).map((folder) => noticeOf(root, folder)));
  const head =
    "This product contains the following third-party packages, in the files of the folder dist. " +
    "Each is subject to its own licence.";
  const rule = "=".repeat(100);
  const notices = [...byTitle].sort(([one], [other]) => one.localeCompare(other));
  return `${[head, ...notices.map(([title, text]) => `${rule}\n${title}\n\n${text}`)].join("\n\n")}\n`;
}

/** Folders of the packages of which code is in an output: esbuild leaves out what nobody uses. */
export function bundledPackages(metafiles) {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap((output) => Object.entries(output.inputs))
    .flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input.replaceAll("\\", "/")] : []));
  const folders = inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []);
  return [...new Set(folders)];
}

function noticeOf(root, folder) {
  const place = path.join(root, folder);
  const manifest = JSON.parse(fs.readFileSync(path.join(place, "package.json"), "utf8"));
  const { name, version, license } = manifest;
  const text = ownText(place) ?? readmeText(place) ?? standardText(root, manifest);
  if (!text)
    throw new Error(`${folder} is bundled, but has no licence text: add one in scripts/thirdPartyNotices.mjs.`);
  return [`${name} ${version} (${license})`, text];
}

function ownText(place) {
  const files = fs.readdirSync(place).filter((file) => LICENCE_FILE.test(file));
  return files.map((file) => fs.readFileSync(path.join(place, file), "utf8").trim()).join("\n\n") || undefined;
}

/** The section of the readme, if it is the text and not just a name or a link. */
function readmeText(place) {
  const readme = fs.readdirSync(place).find((file) => README.test(file));
  const text = readme && fs.readFileSync(path.join(place, readme), "utf8");
  const section = text?.split(/^#+ licen[cs]e\s*$/im)[1];
  return section?.includes("Permission is hereby granted") ? section.split(/^#/m, 1)[0].trim() : undefined;
}

const ISC = `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.`;

/** For packages that are published with the name of a standard licence alone: its text, with their author. */
function standardText(root, { license, author }) {
  const holder = typeof author === "string" ? author : author?.name;
  const read = (file) => fs.readFileSync(path.join(root, file), "utf8").trim();
  switch (license) {
    case "MIT":
      return read("LICENSE").replace(/^Copyright .*$/m, `Copyright (c) ${holder}`);
    case "ISC":
      return `Copyright (c) ${holder}\n\n${ISC}`;
    case "Apache-2.0":
      return `Copyright ${holder}\n\n${read("node_modules/@aws-sdk/client-sqs/LICENSE")}`;
    default:
      return undefined;
  }
}
