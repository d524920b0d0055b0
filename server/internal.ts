/** For the command line, tests and benchmarks: what lies behind a server's doors. */
export { hashOfToken, newToken } from "./access/token.ts";
export {
  formatTokens,
  knownPermissions,
  parseTokens,
  problemOfPattern,
  problemOfPermission,
  readTokensFile,
  type TokenEntry,
} from "./access/tokens-file.ts";
export { readCertificates } from "./faces/tls/certificates.ts";
export { openEngineFabric } from "./open-engine-fabric.ts";
export { serverLimits } from "./server-limits.ts";
