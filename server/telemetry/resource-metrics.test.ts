import assert from "node:assert/strict";
import { test } from "node:test";
import { limits } from "@flowmesh/contract";
import { lintMetrics } from "../testing/metrics-lint.ts";
import { metric, startedServer } from "../testing/started-server.ts";

test("streams and groups are counted each by itself, and all of it is valid", async (t) => {
  const server = await startedServer(t);
  const { streams, groups } = server.fabric;
  await streams.createStream({ stream: "orders", partitions: 3 });
  const records = ["a", "b", "c"].map((text) => ({ value: Buffer.from(text), partition: 1 }));
  await streams.publish({ stream: "orders", records });
  await groups.joinGroup({ group: "billing", streams: ["orders"], label: "one" });
  const cursors = [{ stream: "orders", partition: 1, cursor: { offset: 1 } }];
  await groups.commitCursors({ group: "other", cursors }).catch(() => undefined);

  assert.equal(await metric(server, 'flowmesh_stream_records_total{stream="orders"}'), 3);
  assert.equal(await metric(server, 'flowmesh_stream_partitions{stream="orders"}'), 3);
  assert.ok((await metric(server, 'flowmesh_stream_bytes{stream="orders"}')) > 0);
  assert.equal(await metric(server, 'flowmesh_group_lag_records{group="billing"}'), 3);
  assert.ok((await metric(server, 'flowmesh_group_lag_seconds{group="billing"}')) >= 0);
  assert.equal(await metric(server, 'flowmesh_group_members{group="billing"}'), 1);
  assert.ok((await metric(server, 'flowmesh_group_rebalances_total{group="billing"}')) >= 1);
  assert.ok((await metric(server, "flowmesh_log_commits_total")) >= 3);
  const text = await (await fetch(`${server.httpUrl}/metrics`)).text();
  assert.deepEqual(lintMetrics(text), []);
});

test("of each queue it is told how many jobs there are in each state, how long they wait, and what became of them", async (t) => {
  const server = await startedServer(t);
  const { queues } = server.fabric;
  await queues.createQueue({ queue: "mails", settings: { maxAttempts: 1 } });
  await queues.enqueue({ queue: "mails", jobs: [{}, {}, {}, {}, { delayMs: 3_600_000 }] });
  const { jobs } = await queues.reserve({ queue: "mails", workerId: "w", maxJobs: 3 });
  const ends = [{ done: {} }, { failed: { error: "no" } }, { released: {} }];
  const outcomes = jobs.map(({ job, lease }, at) => ({ job, lease, ...ends[at]! }));
  await queues.settle({ queue: "mails", outcomes });
  await queues.pauseQueue({ queue: "mails" });

  for (const [state, count] of Object.entries({ waiting: 2, delayed: 1, active: 0, done: 1, dead: 1 }))
    assert.equal(await metric(server, `flowmesh_queue_jobs{queue="mails",state="${state}"}`), count, state);
  assert.ok((await metric(server, 'flowmesh_queue_oldest_waiting_seconds{queue="mails"}')) >= 0);
  assert.equal(await metric(server, 'flowmesh_queue_paused{queue="mails"}'), 1);
  assert.equal(await metric(server, 'flowmesh_queue_jobs_enqueued_total{queue="mails"}'), 5);
  assert.equal(await metric(server, 'flowmesh_queue_jobs_reserved_total{queue="mails"}'), 3);
  assert.equal(await metric(server, 'flowmesh_queue_jobs_dead_total{queue="mails"}'), 1);
  for (const [end, count] of Object.entries({ done: 1, failed: 1, released: 1, expired: 0 }))
    assert.equal(await metric(server, `flowmesh_queue_leases_ended_total{queue="mails",end="${end}"}`), count, end);
  assert.equal(await metric(server, "flowmesh_queue_wait_seconds_count"), 3);
  const text = await (await fetch(`${server.httpUrl}/metrics`)).text();
  assert.deepEqual(lintMetrics(text), []);
});

test("more streams than the limit do not make more series, and that they are left out is told", async (t) => {
  const server = await startedServer(t);
  const most = limits.metricsResources.value;
  const names = Array.from({ length: most + 1 }, (_, index) => `s${String(index).padStart(4, "0")}`);
  await Promise.all(names.slice(1).map((stream) => server.fabric.streams.createStream({ stream })));
  assert.equal(await metric(server, 'flowmesh_metrics_left_out{kind="stream"}'), 0);
  await server.fabric.streams.createStream({ stream: names[0]! });
  assert.equal(await metric(server, 'flowmesh_metrics_left_out{kind="stream"}'), 1);
  assert.equal(await metric(server, 'flowmesh_metrics_left_out{kind="group"}'), 0);
  const text = await (await fetch(`${server.httpUrl}/metrics`)).text();
  assert.equal(text.match(/^flowmesh_stream_records_total\{/gm)?.length, most);
});
