import { FlowMeshError } from "@flowmesh/fabric";
import type { TracingOptions } from "@flowmesh/server";
import type { Configuration } from "../configuration/configuration.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where spans go: as the configuration says, or else OpenTelemetry's own variables, which most deployments set for all programs alike. Undefined: nowhere.
 * @throws FlowMeshError `configuration_invalid` for an address that is none of HTTP
 */
export function tracingOf(
  { otlpEndpoint }: Pick<Configuration, "otlpEndpoint">,
  environment: Environment = process.env,
): TracingOptions | undefined {
  const isOff = environment.OTEL_SDK_DISABLED === "true" || environment.OTEL_TRACES_EXPORTER === "none";
  const url = otlpEndpoint === undefined ? (isOff ? undefined : urlOf(environment)) : below(otlpEndpoint);
  if (url === undefined) return undefined;
  checkUrl(url, otlpEndpoint === undefined ? "the environment" : "otlpEndpoint");
  return {
    url,
    headers: headersOf(environment.OTEL_EXPORTER_OTLP_TRACES_HEADERS ?? environment.OTEL_EXPORTER_OTLP_HEADERS ?? ""),
    serviceName: environment.OTEL_SERVICE_NAME || undefined,
    ratio: ratioOf(environment),
  };
}

function urlOf(environment: Environment): string | undefined {
  const ofTraces = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  if (ofTraces !== undefined && ofTraces !== "") return ofTraces;
  const endpoint = environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  return endpoint === undefined || endpoint === "" ? undefined : below(endpoint);
}

function below(endpoint: string): string {
  return `${endpoint.replace(/\/+$/, "")}/v1/traces`;
}

function checkUrl(url: string, origin: string): void {
  if (URL.canParse(url) && /^https?:/.test(url)) return;
  const problem = `is ${JSON.stringify(url)}, which is no http or https address`;
  throw new FlowMeshError("configuration_invalid", { key: "the address for spans", origin, problem });
}

/** `name=value,name=value`, values percent-encoded. */
function headersOf(text: string): Record<string, string> {
  const pairs = text.split(",").map((pair) => pair.split("=", 2).map((part) => part.trim()));
  const whole = pairs.filter((pair): pair is [string, string] => pair.length === 2 && pair[0] !== "");
  return Object.fromEntries(whole.map(([name, value]) => [name, decoded(value)]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Of the samplers that OpenTelemetry names, those with a ratio and those without; a caller that says whether it is sampled decides in any case. */
function ratioOf({ OTEL_TRACES_SAMPLER: sampler = "", OTEL_TRACES_SAMPLER_ARG: ratio }: Environment): number {
  if (sampler.endsWith("always_off")) return 0;
  const value = sampler.endsWith("traceidratio") ? Number(ratio ?? 1) : 1;
  return value >= 0 && value <= 1 ? value : 1;
}
