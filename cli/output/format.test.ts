import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import { parseAllDocuments, parse as parseYaml } from "yaml";
import { formatOne, formatRows, type OutputFormat, outputFormat, type Shape } from "./format.ts";

interface Thing {
  readonly name: string;
  readonly bytes: number;
}

const shape: Shape<Thing> = {
  columns: [
    { title: "NAME", value: ({ name }) => name },
    { title: "SIZE", value: ({ bytes }) => bytes, shown: ({ bytes }) => `${bytes} B` },
    { title: "NOTE", value: () => true, isWide: true },
  ],
  toJson: (thing) => ({ ...thing, more: [1] }),
};
const things: readonly Thing[] = [
  { name: "a", bytes: 1 },
  { name: "longer", bytes: 20 },
];
const evil = "\u001b[2J\t\n\r\u0085\u009b31m\u2028\u202e\u007f";

const several: Readonly<Record<OutputFormat, string>> = {
  table: "NAME    SIZE\na       1 B\nlonger  20 B\n",
  wide: "NAME    SIZE  NOTE\na       1 B   true\nlonger  20 B  true\n",
  tsv: "a\t1\ttrue\nlonger\t20\ttrue\n",
  json: `${JSON.stringify(things.map(shape.toJson), undefined, 2)}\n`,
  ndjson: things.map((thing) => `${JSON.stringify(shape.toJson(thing))}\n`).join(""),
  yaml: "- name: a\n  bytes: 1\n  more:\n    - 1\n- name: longer\n  bytes: 20\n  more:\n    - 1\n",
  name: "a\nlonger\n",
};
const one: Readonly<Record<OutputFormat, string>> = {
  table: "NAME  a\nSIZE  1 B\n",
  wide: "NAME  a\nSIZE  1 B\nNOTE  true\n",
  tsv: "a\t1\ttrue\n",
  json: `${JSON.stringify(shape.toJson(things[0]!), undefined, 2)}\n`,
  ndjson: `${JSON.stringify(shape.toJson(things[0]!))}\n`,
  yaml: "name: a\nbytes: 1\nmore:\n  - 1\n",
  name: "a\n",
};
const formats = Object.keys(several) as OutputFormat[];

test("several things are written in every format", async () => {
  for (const format of formats) assert.equal(await formatRows(things, shape, format), several[format], format);
});

test("one thing is written in every format", async () => {
  for (const format of formats) assert.equal(await formatOne(things[0]!, shape, format), one[format], format);
});

test("of one thing people are shown what has a value", async () => {
  const thing = { name: "", bytes: 1 };
  assert.equal(await formatOne(thing, shape, "table"), "SIZE  1 B\n");
  assert.equal(await formatOne(thing, shape, "tsv"), "\t1\ttrue\n");
});

test("nothing to show is an empty list for programs, and a head for people", async () => {
  const texts = await Promise.all(formats.map((format) => formatRows([], shape, format)));
  assert.deepEqual(Object.fromEntries(formats.map((format, at) => [format, texts[at]])), {
    table: "NAME  SIZE\n",
    wide: "NAME  SIZE  NOTE\n",
    tsv: "",
    json: "[]\n",
    ndjson: "",
    yaml: "[]\n",
    name: "",
  });
});

test("in no format does content drive the terminal or break its line", async () => {
  const thing = { name: evil, bytes: 1 };
  for (const format of formats) {
    for (const text of [await formatOne(thing, shape, format), await formatRows([thing], shape, format)]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
      assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]/, format);
    }
  }
});

test("escaping changes nothing for who reads JSON or YAML", async () => {
  const thing = { name: evil, bytes: 1 };
  assert.equal(JSON.parse(await formatOne(thing, shape, "json")).name, evil);
  assert.equal(JSON.parse(await formatRows([thing], shape, "ndjson")).name, evil);
  assert.equal(parseYaml(await formatOne(thing, shape, "yaml")).name, evil);
  const keys = { columns: shape.columns, toJson: () => ({ [evil]: evil }) };
  assert.deepEqual(parseAllDocuments(await formatOne(thing, keys, "yaml"))[0]!.toJS(), { [evil]: evil });
});

test("without a wish a terminal gets a table and all else lines with tabs", () => {
  assert.equal(outputFormat({}, true), "table");
  assert.equal(outputFormat({}, false), "tsv");
  assert.equal(outputFormat({ json: true, output: "yaml" }, true), "json");
  for (const format of formats) assert.equal(outputFormat({ output: format }, true), format);
});

test("a format that is not known is refused with those that are", () => {
  assert.throws(
    () => outputFormat({ output: "xml" }),
    (error) =>
      isFlowMeshError(error, "configuration_invalid") && formats.every((format) => error.message.includes(format)),
  );
});
