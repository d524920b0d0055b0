import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { findAddress, RemoteFabric } from "@flowmesh/client/internal";
import type { LineageNode } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import { startServer } from "@flowmesh/server";
import { formatTokens, hashOfToken, newToken, type TokenEntry } from "@flowmesh/server/internal";
import { temporaryFolder } from "../testing/flowmesh-process.ts";

const transports = ["frames", "grpc", "http"] as const;
const [all, shop] = [newToken(), newToken()];

test("what somebody may not read is hidden from him in a family, and what he asks for he must be allowed to read", async () => {
  const tokensFile = join(temporaryFolder({ after }), "tokens.json");
  const entry = (name: string, token: string, allow: readonly string[], on: string): TokenEntry => {
    const hash = `sha256:${hashOfToken(token).toString("hex")}`;
    return { name, hash, subject: undefined, createdAt: undefined, grants: [{ allow, on: [on] }] };
  };
  const ofShop = entry("shop", shop, ["streams:read", "kv:read", "lineage:read"], "shop.*");
  const entries = [entry("all", all, ["*"], "*"), ofShop];
  writeFileSync(tokensFile, formatTokens(entries));
  const server = await startServer({ port: 0, segmentBytes: 1_048_576, processMetrics: false, access: { tokensFile } });
  const address = findAddress(server.url, {});
  const owner = new RemoteFabric(address, { token: all });
  try {
    await owner.streams.createStream({ stream: "shop.orders" });
    await owner.kv.createBucket({ bucket: "bank.accounts" });
    await owner.kv.createBucket({ bucket: "shop.totals" });
    const value = Buffer.from("v");
    await owner.streams.publish({ stream: "shop.orders", records: [{ value }] });
    await owner.kv.put({
      bucket: "bank.accounts",
      key: "secret",
      value,
      causation: ["shop.orders/0@0"],
      correlation: "iban",
    });
    await owner.kv.put({
      bucket: "shop.totals",
      key: "k",
      value,
      causation: ["bank.accounts/secret@1", "shop.orders/0@0"],
    });
    for (const transport of transports) {
      const fabric = new RemoteFabric(address, { transport, token: shop });
      const { nodes } = await fabric.lineage.where({ id: "shop.totals/k" });
      const shown = nodes.map(({ id, presence, causes }: LineageNode) => [id, presence, causes]);
      assert.deepEqual(shown, [
        ["shop.orders/0@0", "there", []],
        ["", "hidden", []],
        ["shop.totals/k@1", "there", ["shop.orders/0@0"]],
      ]);
      assert.doesNotMatch(JSON.stringify(nodes), /bank|secret|iban/);
      await assert.rejects(fabric.lineage.where({ id: "bank.accounts/secret" }), (error) =>
        isFlowMeshError(error, "permission_missing"),
      );
      await assert.rejects(fabric.lineage.where({ id: "bank.none/x" }), (error) =>
        isFlowMeshError(error, "permission_missing"),
      );
      await fabric.close();
    }
  } finally {
    await owner.close();
    await server.stop();
  }
});
