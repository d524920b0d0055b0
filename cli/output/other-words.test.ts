import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "commander";
import { createProgram } from "../program.ts";
import { meantByMore, meantByWord, otherWords } from "./other-words.ts";

const program = createProgram();

function below(parent: Command, name: string): Command | undefined {
  return parent.commands.find((command) => command.name() === name);
}

test("every word of other tools leads to commands that there are, as they are typed", () => {
  for (const [path, meant] of Object.entries(otherWords)) {
    const words = path.split(" ");
    const word = words.pop()!;
    const parent = words.reduce((command, name) => below(command, name)!, program);
    const own = below(parent, word);
    const told = own === undefined ? meantByWord(word, parent) : meantByMore(own);
    assert.equal(told.length, meant.length, path);
    for (const [at, command] of told.entries()) assert.ok(command.startsWith(`flowmesh ${meant[at]}`), command);
  }
  assert.deepEqual(meantByWord("set", below(program, "kv")!), ["flowmesh put <bucket> <key> [value]"]);
});

test("a verb that means the same as one of the noun's leads to that one; a word that nobody has leads nowhere", () => {
  for (const noun of ["stream", "group", "queue", "schedule"]) {
    for (const [word, verb] of Object.entries({ delete: "rm", describe: "get", info: "get", list: "ls" })) {
      const [told, ...more] = meantByWord(word, below(program, noun)!);
      assert.match(told!, new RegExp(`^flowmesh ${noun} ${verb}( <|$)`));
      assert.deepEqual(more, []);
    }
  }
  assert.deepEqual(meantByWord("create", below(program, "token")!), ["flowmesh token new"]);
  for (const word of ["nonsense", "constructor", "cancel"]) assert.deepEqual(meantByWord(word, program), [], word);
  assert.deepEqual(meantByMore(below(below(program, "stream")!, "get")!), []);
});
