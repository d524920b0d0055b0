import zlib from "node:zlib";
import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "../errors.ts";
import { batchAttributes, batchHeaderBytes, codecMask, patchCrc, writeInt16, writeInt32 } from "./batch-header.ts";

/** By names that a Node too old for zstd does not have, so that the client still loads there and can say that it is too old. */
const { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } = zlib;

/** Compression codecs by their number in a batch's attributes. */
export const codecNames: readonly string[] = ["none", "gzip", "snappy", "lz4", "zstd"];

export type BatchCodec = "gzip" | "zstd";

/** So that a small message cannot fill the reader's memory. */
const uncompressedBytesMax = limits.batchUncompressedBytes.value;

/**
 * The records of a batch without compression.
 * @throws FlowMeshError `batch_codec_unknown`, `capability_missing` for snappy and lz4, `batch_malformed` when they cannot be restored
 */
export function uncompress(codec: number, compressed: Uint8Array): Uint8Array {
  const options = { maxOutputLength: uncompressedBytesMax };
  try {
    if (codec === 1) return gunzipSync(compressed, options);
    if (codec === 4) return zstdDecompressSync(compressed, options);
  } catch (cause) {
    const problem = `its ${codecNames[codec]} compression cannot be undone within ${uncompressedBytesMax} bytes`;
    throw new FlowMeshError("batch_malformed", { problem }, { cause });
  }
  if (codecNames[codec] === undefined) throw new FlowMeshError("batch_codec_unknown", { codec });
  throw new FlowMeshError("capability_missing", { what: `reading batches compressed with ${codecNames[codec]}` });
}

/** A compressed copy of an uncompressed batch. */
export function compressBatch(batch: Uint8Array, codec: BatchCodec): Uint8Array {
  const records = batch.subarray(batchHeaderBytes);
  const packed =
    codec === "gzip"
      ? gzipSync(records, { level: constants.Z_BEST_SPEED })
      : zstdCompressSync(records, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  const result = new Uint8Array(batchHeaderBytes + packed.length);
  result.set(batch.subarray(0, batchHeaderBytes));
  result.set(packed, batchHeaderBytes);
  writeInt32(result, 8, result.length - 12);
  writeInt16(result, 21, (batchAttributes(batch) & ~codecMask) | codecNames.indexOf(codec));
  patchCrc(result);
  return result;
}
