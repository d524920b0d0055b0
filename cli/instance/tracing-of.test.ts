import assert from "node:assert/strict";
import { test } from "node:test";
import { tracingOf } from "./tracing-of.ts";

const nothing = { otlpEndpoint: undefined };

test("spans go nowhere unless somebody says where", () => {
  assert.equal(tracingOf(nothing, {}), undefined);
  assert.equal(tracingOf(nothing, { OTEL_EXPORTER_OTLP_ENDPOINT: "" }), undefined);
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" };
  assert.equal(tracingOf(nothing, { ...endpoint, OTEL_TRACES_EXPORTER: "none" }), undefined);
  assert.equal(tracingOf(nothing, { ...endpoint, OTEL_SDK_DISABLED: "true" }), undefined);
});

test("the configuration counts before OpenTelemetry's variables, and those for traces before the others", () => {
  const all = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://all:4318/" };
  const traces = { ...all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://traces/otlp" };
  assert.equal(tracingOf(nothing, all)?.url, "http://all:4318/v1/traces");
  assert.equal(tracingOf(nothing, traces)?.url, "https://traces/otlp");
  assert.equal(tracingOf({ otlpEndpoint: "http://own:1" }, traces)?.url, "http://own:1/v1/traces");
});

test("headers, name and sampling come from OpenTelemetry's variables", () => {
  const options = tracingOf(
    { otlpEndpoint: "http://own:1" },
    {
      OTEL_EXPORTER_OTLP_HEADERS: "api-key=a%20b, x-other=1",
      OTEL_SERVICE_NAME: "orders-log",
      OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
      OTEL_TRACES_SAMPLER_ARG: "0.25",
    },
  );
  assert.deepEqual(options?.headers, { "api-key": "a b", "x-other": "1" });
  assert.equal(options?.serviceName, "orders-log");
  assert.equal(options?.ratio, 0.25);
  assert.equal(tracingOf({ otlpEndpoint: "http://own:1" }, { OTEL_TRACES_SAMPLER: "always_off" })?.ratio, 0);
});

test("an address that is none of HTTP is refused at the start", () => {
  assert.throws(() => tracingOf({ otlpEndpoint: "collector:4318" }, {}), { reason: "configuration_invalid" });
});
