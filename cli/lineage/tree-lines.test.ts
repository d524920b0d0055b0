import assert from "node:assert/strict";
import { test } from "node:test";
import type { LineageNode } from "@flowmesh/client";
import { treeLines } from "./tree-lines.ts";

const plain = { bold: (text: unknown) => String(text), dim: (text: unknown) => String(text) };

function node(depth: number, id: string, more: Partial<LineageNode> = {}): LineageNode {
  const nothing = { causes: [], groups: [], job: undefined, entry: undefined, writtenAt: undefined };
  const known = { kind: "record", presence: "there", asked: false, position: 0, correlation: "" } as const;
  return { id, depth, ...nothing, ...known, ...more };
}

test("a family is a tree whose branches lead to its members, with what each is by now", () => {
  const progress = { group: "billing", state: "done", memberId: "" } as const;
  const job = { state: "dead", attemptsUsed: 5, maxAttempts: 5, workerId: "w", error: "no such mailbox" } as const;
  const nodes = [
    node(0, "correlation:o-1", { kind: "correlation" }),
    node(1, "orders/0@0", { groups: [progress, { group: "mail", state: "at_it", memberId: "m" }] }),
    node(2, "emails#0", { kind: "job", job, asked: true }),
    node(3, "", { presence: "hidden" }),
    node(2, "totals/alice@1", {
      kind: "entry",
      entry: { latest: false, kind: "put", latestRevision: 4 },
      writtenAt: 0,
    }),
    node(1, "orders/0@1", { presence: "gone" }),
  ];
  assert.deepEqual(treeLines(nodes, plain), [
    "correlation:o-1",
    "├─ orders/0@0         billing is done, mail is at it (m)",
    "│  ├─ emails#0        dead, attempt 5 of 5: no such mailbox  <- asked for",
    "│  │  └─ a record     hidden: you may not read it",
    "│  └─ totals/alice@1  1970-01-01T00:00:00.000Z  replaced by revision 4",
    "└─ orders/0@1         gone",
  ]);
});

test("what a job failed with before it was done is not told, for it is done", () => {
  const job = { state: "done", attemptsUsed: 2, maxAttempts: 5, workerId: "w", error: "bank timeout" } as const;
  assert.deepEqual(treeLines([node(0, "charges#15", { kind: "job", job })], plain), [
    "charges#15  done, attempt 2 of 5",
  ]);
});

test("a node names its causes beside the one that it stands beneath", () => {
  const causes = ["charges#3", "operation:charges/1"];
  const many = ["a/0@0", "a/0@1", "a/0@2", "a/0@3", "charges#15"];
  const nodes = [
    node(0, "charges#3"),
    node(1, "charges#15", { causes }),
    node(2, "sums/0@0", { causes: many }),
    node(2, "sums/0@1", { causes: ["charges#15"] }),
    node(0, "operation:charges/1"),
  ];
  assert.deepEqual(treeLines(nodes, plain), [
    "charges#3",
    "└─ charges#15        (also caused by operation:charges/1)",
    "   ├─ sums/0@0       (also caused by a/0@0, a/0@1 and 2 more)",
    "   └─ sums/0@1",
    "operation:charges/1",
  ]);
});

test("what could drive the terminal is shown escaped", () => {
  const [line = ""] = treeLines([node(0, "b/\u001b[2J")], plain);
  assert.equal(line, "b/\\u001b[2J");
});
