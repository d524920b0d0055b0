import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type ContractSources, generate } from "./generate.ts";

const contract = join(import.meta.dirname, "..");
const errorsYaml = readFileSync(join(contract, "errors.yaml"), "utf8");
const limitsYaml = readFileSync(join(contract, "limits.yaml"), "utf8");

/** Generates from the real contract with one file changed. */
function generateWith(change: { proto?: Change; errors?: Change; limits?: Change }): ReturnType<typeof generate> {
  const protoFolder = mkdtempSync(join(tmpdir(), "flowmesh-contract-"));
  try {
    cpSync(join(contract, "proto"), protoFolder, { recursive: true });
    if (change.proto) {
      const file = join(protoFolder, "flowmesh/v1/streams.proto");
      writeFileSync(file, replaced(readFileSync(file, "utf8"), change.proto));
    }
    const sources: ContractSources = {
      protoFolder,
      standardProtoFolder: join(contract, "standard-proto"),
      errorsYaml: change.errors ? replaced(errorsYaml, change.errors) : errorsYaml,
      limitsYaml: change.limits ? replaced(limitsYaml, change.limits) : limitsYaml,
    };
    return generate(sources);
  } finally {
    rmSync(protoFolder, { recursive: true });
  }
}

type Change = readonly [from: string | RegExp, to: string];

function replaced(text: string, [from, to]: Change): string {
  const result = text.replace(from, to);
  assert.notEqual(result, text, `the sample changes nothing: ${from}`);
  return result;
}

test("the contract as it is breaks no rule", () => {
  assert.deepEqual(
    generateWith({}).map((file) => file.path),
    [
      "contract/generated/messages.ts",
      "contract/generated/methods.ts",
      "contract/generated/errors.ts",
      "contract/generated/limits.ts",
      "contract/generated/proto-files.ts",
      "contract/generated/openapi.ts",
      "docs/errors.md",
      "docs/limits.md",
      "docs/rest.md",
    ],
  );
});

const getStream =
  /option \(rule\) = \{verb: "GET", path: "\/v1\/streams\/\{stream\}", permission: "streams:get", resource: "stream", retry: RETRY_SAFE, number: 2\};/;

function getStreamRule(rule: string): Change {
  return [getStream, rule === "" ? "" : `option (rule) = {${rule}};`];
}

const protoRefusals: readonly (readonly [string, Change, RegExp])[] = [
  ["a method without a rule", getStreamRule(""), /streams\.proto:\d+: GetStream has no option \(rule\)/],
  [
    "a method without a route",
    getStreamRule('verb: "GET", permission: "streams:get", retry: RETRY_SAFE, number: 2'),
    /GetStream has no route/,
  ],
  [
    "a method without a verb",
    getStreamRule('path: "/v1/streams/{stream}", permission: "streams:get", retry: RETRY_SAFE, number: 2'),
    /GetStream has no HTTP verb/,
  ],
  [
    "a method without a permission",
    getStreamRule('verb: "GET", path: "/v1/streams/{stream}", retry: RETRY_SAFE, number: 2'),
    /GetStream has no permission/,
  ],
  [
    "a method that does not say whether it may be sent again",
    getStreamRule('verb: "GET", path: "/v1/streams/{stream}", permission: "streams:get", number: 2'),
    /GetStream does not say whether it may be sent again/,
  ],
  [
    "a method without a number",
    getStreamRule('verb: "GET", path: "/v1/streams/{stream}", permission: "streams:get", retry: RETRY_SAFE'),
    /GetStream has no number/,
  ],
  [
    "a number that another method has",
    getStreamRule('verb: "GET", path: "/v1/streams/{stream}", permission: "streams:get", retry: RETRY_SAFE, number: 3'),
    /ListStreams has the same number as StreamsService\.GetStream/,
  ],
  [
    "a path field that the request does not have",
    getStreamRule('verb: "GET", path: "/v1/streams/{name}", permission: "streams:get", retry: RETRY_SAFE, number: 2'),
    /the path of GetStream takes name, which GetStreamRequest does not have/,
  ],
  [
    "a path field that is a message",
    [
      'path: "/v1/streams/{stream}", body: "*", permission: "streams:update"',
      'path: "/v1/streams/{settings}", body: "*", permission: "streams:update"',
    ],
    /UpdateStreamRequest\.settings cannot stand in a path/,
  ],
  [
    "a resource that the request does not have",
    getStreamRule(
      'verb: "GET", path: "/v1/streams/{stream}", permission: "streams:get", resource: "name", retry: RETRY_SAFE, number: 2',
    ),
    /the resource of GetStream is name/,
  ],
  ["a body that the request does not have", ['body: "batch"', 'body: "content"'], /the body of Append is content/],
  [
    "a body under GET",
    getStreamRule(
      'verb: "GET", path: "/v1/streams/{stream}", body: "*", permission: "streams:get", retry: RETRY_SAFE, number: 2',
    ),
    /GetStream has a body, which GET does not/,
  ],
  [
    "a list of messages in the query",
    [
      'verb: "POST", path: "/v1/streams/{stream}/subscription", body: "*"',
      'verb: "GET", path: "/v1/streams/{stream}/subscription"',
    ],
    /SubscribeRequest\.cursors can stand neither in the path nor in the query/,
  ],
  [
    "a field that takes the rest of the path, and something behind it",
    getStreamRule(
      'verb: "GET", path: "/v1/streams/{stream=**}/more", permission: "streams:get", retry: RETRY_SAFE, number: 2',
    ),
    /GetStream has no route/,
  ],
  [
    "a field that takes the rest of the path where another route goes on",
    getStreamRule(
      'verb: "GET", path: "/v1/streams/{stream=**}", permission: "streams:get", retry: RETRY_SAFE, number: 2',
    ),
    /the route of Read .* collides with that of GetStream/,
  ],
  [
    "two routes that the same request could mean",
    ['path: "/v1/streams/{stream}/offsets"', 'path: "/v1/{stream}/orders/records"'],
    /the route of FindOffsets .* collides with that of Read/,
  ],
  [
    "a stream of calls of no method",
    ['option (carries) = "Append"', 'option (carries) = "Add"'],
    /AppendStream carries Add, which is no method of StreamsService with one response/,
  ],
  [
    "a stream of calls that has many responses each",
    ['option (carries) = "Append"', 'option (carries) = "Subscribe"'],
    /AppendStream carries Subscribe, which is no method/,
  ],
  [
    "a stream of calls that does not stream its responses",
    ["returns (stream AppendStreamResponse)", "returns (AppendStreamResponse)"],
    /AppendStream carries calls and must stream both ways/,
  ],
  [
    "a stream of calls whose requests hold something else",
    ["  AppendRequest request = 1;", "  PublishRequest request = 1;"],
    /AppendStreamRequest must have a field request of type AppendRequest/,
  ],
  [
    "a stream of calls whose responses hold no error",
    ["    CallError error = 2;", "    ErrorDetail error = 2;"],
    /AppendStreamResponse must have fields response of type AppendResponse and error of type CallError/,
  ],
  [
    "a payload that is not the last field",
    ["bytes batch = 15 [(payload)", "bytes after = 16; bytes batch = 15 [(payload)"],
    /payload AppendRequest\.batch must have the highest/,
  ],
  [
    "a payload that is no bytes",
    ["bytes batch = 15 [(payload)", "string batch = 15 [(payload)"],
    /payload AppendRequest\.batch must be a single field of bytes/,
  ],
  [
    "a payload that is optional",
    ["bytes batch = 15 [(payload)", "optional bytes batch = 15 [(payload)"],
    /payload AppendRequest\.batch must be a single/,
  ],
  [
    "json_bytes on a field that is no bytes",
    ["string name = 1;\n  bytes value = 2", "string name = 1 [(json_bytes) = JSON_BYTES_TEXT];\n  bytes value = 2"],
    /Header\.name has json_bytes/,
  ],
  [
    "required on a field that stands in the path",
    [
      "message GetStreamRequest {\n  string stream = 1;",
      "message GetStreamRequest {\n  string stream = 1 [(required) = true];",
    ],
    /GetStreamRequest\.stream is required, though it stands in the path or is the body of GetStream/,
  ],
  [
    "required on a field that is the body",
    ["bytes batch = 15 [(payload) = true]", "bytes batch = 15 [(payload) = true, (required) = true]"],
    /AppendRequest\.batch is required, though it stands in the path or is the body of Append/,
  ],
  [
    "required on a field of a oneof",
    ["    int64 until_offset = 6;", "    int64 until_offset = 6 [(required) = true];"],
    /ReadRequest\.until_offset is required, which is for fields outside of a oneof/,
  ],
  [
    "two fields with one name in JSON",
    ["string name = 1;\n  bytes value = 2", "string value_base64 = 1;\n  bytes value = 2"],
    /stands in JSON as valueBase64/,
  ],
  [
    "a kind of field that the generator does not write",
    ["int64 offset = 2;\n}\n\nmessage SubscribeRequest", "double offset = 2;\n}\n\nmessage SubscribeRequest"],
    /PartitionCursor\.offset is of a kind .*double/,
  ],
  [
    "a map",
    ["bool caught_up = 3;\n}\n\nmessage FetchRequest", "map<string, string> caught_up = 3;\n}\n\nmessage FetchRequest"],
    /ReadResponse\.caught_up is of a kind .*map/,
  ],
  [
    "a message inside another",
    ["message DeleteStreamRequest {", "message DeleteStreamRequest {\n  message Inner {}"],
    /declare it beside it/,
  ],
  [
    "an enum that does not begin with unspecified",
    ["ANCHOR_UNSPECIFIED = 0", "ANCHOR_NONE = 0"],
    /first value of Anchor/,
  ],
  [
    "a stream of requests",
    ["rpc GetStream(GetStreamRequest)", "rpc GetStream(stream GetStreamRequest)"],
    /GetStream streams requests/,
  ],
  [
    "an error in a method's comment that does not exist",
    ["Errors: page_token_invalid.", "Errors: wrong."],
    /ListStreams names the error wrong, which/,
  ],
  [
    "an error in a field's comment that does not exist",
    ["Refused with expected_offset_mismatch unless the first", "Refused with expected_offset_wrong unless the first"],
    /a comment names expected_offset_wrong/,
  ],
  [
    "a method whose comment says nothing of errors",
    [" Errors: page_token_invalid.", ""],
    /ListStreams has no sentence "Errors: \.\.\."/,
  ],
  [
    "the errors of a method that does not exist",
    ["Errors: as Fetch (at", "Errors: as Print (at"],
    /names the errors of Print/,
  ],
  [
    "errors that refer to themselves",
    ["Errors: as Fetch (at", "Errors: as Subscribe (at"],
    /the errors of Subscribe refer to themselves/,
  ],
  [
    "what buf itself refuses",
    ["message DeleteStreamRequest {", "message DeleteStreamRequest { strin g = 3;"],
    /buf refuses the proto files:[\s\S]*streams\.proto/,
  ],
];

for (const [what, proto, problem] of protoRefusals) {
  test(`refuses ${what}`, () => assert.throws(() => generateWith({ proto }), problem));
}

const firstError = /^ {2}name_invalid:$/m;

const errorRefusals: readonly (readonly [string, Change, RegExp])[] = [
  ["a reason that stands twice", [firstError, "  stream_exists: {}\n  name_invalid:"], /errors\.yaml:\d+: .*unique/],
  [
    "a code outside the closed set",
    ["code: already_exists", "code: conflict"],
    /stream_exists has code conflict, which is outside the closed set/,
  ],
  [
    "a code that the set does not have",
    ["codes:", "codes:\n  conflict: { http: 409, grpc: 17, exit: 4 }"],
    /conflict with gRPC code 17 is not one of the closed set/,
  ],
  ["a code with another's gRPC number", ["grpc: 5,", "grpc: 6,"], /not_found with gRPC code 6/],
  ["a set without one of its codes", [/^ {2}data_loss:.*\n/m, ""], /code data_loss is missing/],
  [
    "an error without a word on retrying",
    ["code: already_exists, retry: false,", "code: already_exists,"],
    /stream_exists needs retry/,
  ],
  ["an error without a Kafka number", ["kafka: 36,", ""], /stream_exists needs kafka/],
  [
    "an error without a message",
    [/message: "stream \{stream\} exists already",/, ""],
    /stream_exists needs message and fix/,
  ],
  ["an error with a key that means nothing", ["kafka: 36,", "kafka: 36, htp: 400,"], /stream_exists has htp/],
  ["a reason in capitals", [firstError, "  Name_invalid:"], /Name_invalid is not in lower case/],
  ["YAML that cannot be read", ["errors:", "errors: ["], /errors\.yaml:\d+/],
];

for (const [what, errors, problem] of errorRefusals) {
  test(`refuses ${what}`, () => assert.throws(() => generateWith({ errors: loosened(errors) }), problem));
}

/** The formatter breaks entries over lines as they grow, so white space in a sample stands for any. */
function loosened([from, to]: Change): Change {
  if (from instanceof RegExp) return [from, to];
  const escaped = from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return [new RegExp(escaped.replace(/\s+/g, "\\s+")), to];
}

const limitRefusals: readonly (readonly [string, Change, RegExp])[] = [
  ["a limit that stands twice", [/^ {2}streams:/m, "  name_bytes: {}\n  streams:"], /limits\.yaml:\d+: .*unique/],
  ["a limit of 0", ["value: 249", "value: 0"], /name_bytes needs a value above 0/],
  ["a max that is not above the value", ["max: 8388608", "max: 1"], /the max of record_value_bytes must be above/],
  [
    "a limit that does not say what it bounds",
    [/about: "length of the name[^"]*",/, ""],
    /name_bytes needs about, unit and beyond/,
  ],
  ["a limit with a key that means nothing", ["value: 249,", "value: 249, maximum: 300,"], /name_bytes has maximum/],
  [
    "a limit beyond which there is an error that does not exist",
    ['beyond: "name_invalid"', 'beyond: "name_wrong"'],
    /name_wrong, which errors\.yaml does not have/,
  ],
];

for (const [what, limits, problem] of limitRefusals) {
  test(`refuses ${what}`, () => assert.throws(() => generateWith({ limits: loosened(limits) }), problem));
}
