import * as l10n from "@vscode/l10n";
import { createReadStream } from "node:fs";
import fs from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { ExpectedError, codeOf, messageOf } from "../../common/errors";
import { maskStart } from "../../common/masking";
import { textOfBytes } from "../../diagnosis/logs/lines/encoding";

/** Larger than a stream's usual chunk, so that a large file takes fewer turns. */
const READ_BYTES = 256 * 1_024;
const MB = 1_024 * 1_024;
/** A bundle is read whole. A large log belongs into a file of its own, which is streamed. */
const BUNDLE_MB = 100;
/** What comes out of a compressed log, a pipe or a device: without a bound it may have no end. */
const STREAM_MB = 4_096;

/**
 * The whole text of a bundle's file, in whatever encoding; `-` is standard input. Unpacks gzip.
 * @throws ExpectedError `evidence-unreadable`
 */
export async function readGivenText(file: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of file === "-" ? (process.stdin as AsyncIterable<Uint8Array>) : bytesIn(file)) {
    size += chunk.length;
    if (size > BUNDLE_MB * MB)
      throw new ExpectedError(
        "evidence-unreadable",
        l10n.t("The bundle is larger than {0} MB", BUNDLE_MB),
        l10n.t("Leave the logs out of it, and give them as files of their own: --worker-log FILE, --api-log FILE"),
      );
    parts.push(chunk);
  }
  return textOfBytes(Buffer.concat(parts));
}

/**
 * The bytes of a log's file, up to the size that it has now: a log that grows has an end, too. Unpacks gzip.
 * @throws ExpectedError `evidence-unreadable`
 */
export async function* bytesIn(file: string): AsyncGenerator<Uint8Array> {
  try {
    const stats = await fs.stat(file);
    const isSized = stats.isFile() && stats.size > 0;
    const packing = isSized ? packingOf(await firstBytesOf(file)) : undefined;
    if (packing !== undefined && packing !== "gzip") throw packedOtherwise(file, packing);
    const source = createReadStream(file, { highWaterMark: READ_BYTES, ...(isSized && { end: stats.size - 1 }) });
    if (packing === "gzip") {
      // The error of either side ends the loop below.
      const unpacked = pipeline(source, createGunzip({ chunkSize: READ_BYTES }), () => undefined);
      yield* bounded(unpacked, file);
    } else yield* isSized ? (source as AsyncIterable<Uint8Array>) : bounded(source, file);
  } catch (error) {
    throw error instanceof ExpectedError ? error : unreadable(file, error);
  }
}

async function* bounded(chunks: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > STREAM_MB * MB)
      throw new ExpectedError(
        "evidence-unreadable",
        l10n.t("More than {0} GB come out of {1}", STREAM_MB / 1_024, maskStart(file, 300)),
        l10n.t("Give the part of the log around the send."),
      );
    yield chunk;
  }
}

async function firstBytesOf(file: string): Promise<Buffer> {
  const handle = await fs.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Formats by their first bytes. A log rotated by logrotate is gzip. */
const packings: readonly (readonly [string, string])[] = [
  ["gzip", "1f8b08"],
  ["zip", "504b0304"],
  ["Zstandard", "28b52ffd"],
  ["xz", "fd377a585a00"],
  ["bzip2", "425a68"],
  ["7-Zip", "377abcaf271c"],
];

function packingOf(first: Buffer): string | undefined {
  const head = first.toString("hex");
  return packings.find(([, begin]) => head.startsWith(begin))?.[0];
}

const packedOtherwise = (file: string, packing: string) =>
  new ExpectedError(
    "evidence-unreadable",
    l10n.t("{0} is compressed ({1})", maskStart(file, 300), packing),
    l10n.t("Unpack it, and name the file in it; gzip is read as it is."),
  );

/** Why a file cannot be read, and what to do. */
function unreadable(file: string, error: unknown): ExpectedError {
  const [message, nextStep] = wordsOf(maskStart(file, 300), codeOf(error)) ?? [
    l10n.t("{0} cannot be read: {1}", maskStart(file, 300), maskStart(messageOf(error), 300)),
  ];
  return new ExpectedError("evidence-unreadable", message, nextStep, { cause: error });
}

function wordsOf(file: string, code: string | undefined): [string, string] | undefined {
  if (code === "ENOENT" || code === "ENOTDIR")
    return [l10n.t("There is no file {0}", file), l10n.t("Check the path; it starts at {0}.", process.cwd())];
  if (code === "EISDIR") return [l10n.t("{0} is a folder", file), l10n.t("Name the file in it.")];
  if (code === "EACCES" || code === "EPERM")
    return [
      l10n.t("{0} cannot be read: permission denied", file),
      l10n.t("Allow your user to read it, or copy it to where you may read it."),
    ];
  if (code?.startsWith("Z_"))
    return [
      l10n.t("{0} is damaged, or not complete yet (gzip)", file),
      l10n.t("Copy it again, or unpack what is readable of it: zcat FILE > part.log"),
    ];
  return undefined;
}
