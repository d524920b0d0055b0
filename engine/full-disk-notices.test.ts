import assert from "node:assert/strict";
import { test } from "node:test";
import { FlowMeshError } from "@flowmesh/fabric";
import { VirtualClock } from "./clock/virtual-clock.ts";
import { FullDiskNotices } from "./full-disk-notices.ts";

test("a full disk is told once when it begins and once when it is over, and what it hinders once a minute", async () => {
  const clock = new VirtualClock();
  const told: string[] = [];
  const notices = new FullDiskNotices({ clock, tell: ({ what }) => told.push(what) });
  const error = new FlowMeshError("disk_full", { path: "here" });
  for (let second = 0; second < 90; second++) {
    notices.changed(true);
    notices.tell({ what: "collection failed", details: { error } });
    notices.tell({ what: "not settled: disk full", details: {} });
    notices.changed(false);
    await clock.advance(1000);
  }
  notices.tell({ what: "segments released", details: {} });
  await clock.advance(10_000);
  notices.tell({ what: "collection failed", details: { error } });
  const [begun, over] = ["the disk is full: writes are refused, reads go on", "the disk has room again"];
  const hindered = ["collection failed", "not settled: disk full"];
  assert.deepEqual(told, [begun, ...hindered, ...hindered, "segments released", over, "collection failed"]);
});
