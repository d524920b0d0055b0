import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import { TemplateReader } from "./template-reader.ts";

const unreadable: readonly [string, RegExp][] = [
  ["%k\\n", /no %v/],
  ["%k%v\\n", /where %k ends: put text behind it, as \\n or \\t, or its size %K before it/],
  ["%v", /where %v ends/],
  ["%k %v", /where %v ends/],
  ["%h%v\\n", /where %h ends: put text behind it, as \\n or \\t$/],
  ["%v %v\\n", /%v twice/],
  ["%v %V\\n", /%V behind %v/],
  ["%T %m %v\\n", /one time/],
  ["%v{hexx}\\n", /"%v\{hexx\}", which means nothing/],
  ["%x %v\\n", /"%x", which means nothing/],
];

test("a template that does not say where a field ends is refused, with what to do", () => {
  for (const [template, says] of unreadable) {
    assert.throws(
      () => new TemplateReader(template),
      (error) => isFlowMeshError(error, "field_invalid") && says.test(error.message),
      template,
    );
  }
});

const malformed: readonly [string, string, RegExp][] = [
  ["%k\\t%v\\n", "no tab\n", /has no "\\t" behind %k/],
  ["%k=%v;\\n", "k=v\n", /has no ";\\n" behind %v/],
  ["[%v]\\n", "v]\n", /has "v" where "\[" must stand/],
  ["%V %v\\n", "x v\n", /%V is "x", which is no number of bytes/],
  ["%V %v\\n", "9 v\n", /ends within %v/],
  ["%V %v\\n", "1 vw\n", /has "w" where "\\n" must stand/],
  ["%p %v\\n", "one v\n", /%p is "one", which is no partition/],
  ["%T %v\\n", "soon v\n", /%T is "soon", which is no time/],
  ["%m %v\\n", "1767225600 v\n", /%m is 1767225600, and a number is a time in milliseconds/],
  ["%h %v\\n", "a=%2 v\n", /%h has "%2"/],
  ["%v{hex}\\n", "abc\n", /%v is "abc", which is no hex/],
  ["%v{base64}\\n", "YQ\n", /%v is "YQ", which is no base64/],
];

test("what does not fit the template is refused with the place and what is there", () => {
  for (const [template, text, says] of malformed) {
    assert.throws(
      () => new TemplateReader(template).read(Buffer.from(text)),
      (error) => isFlowMeshError(error) && error.code === "invalid_argument" && says.test(error.message),
      template,
    );
  }
});

test("the last record may lack the line break that ends it, and no other text", () => {
  const values = (template: string, ...texts: readonly string[]): string[] =>
    texts.map((text) => `${new TemplateReader(template).read(Buffer.from(text)).value}`);
  assert.deepEqual(values("%k\\t%v\\r\\n", "k\tv", "k\tv\r", "k\tv\r\n"), ["v", "v", "v"]);
  assert.deepEqual(values("%v;\\n", "v;", "v;\n"), ["v", "v"]);
  assert.deepEqual(values("%v\\0", "v", "v\0", ""), ["v", "v", ""]);
  assert.throws(() => values("%v;\\n", "v"), /no ";\\n" behind %v/);
});

test("text that ends records and stands between fields too does not mix up records", () => {
  const reader = new TemplateReader("%k\\n%v\\n");
  assert.ok(!reader.isByLine);
  const text = Buffer.from("k1\nv1\nk2\nv2\n");
  assert.equal(reader.endOf(text, 0), 6);
  assert.equal(reader.endOf(text, 6), 12);
});
