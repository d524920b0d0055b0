import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type IssueOptions, TestAuthority } from "./certificates.ts";
import { type Scope, temporaryFolder } from "./flowmesh-process.ts";

/** A folder with a server's certificate and key, and the authority that issued it. */
export class TlsFolder {
  readonly folder: string;
  readonly authority: TestAuthority = new TestAuthority();

  constructor(scope: Scope) {
    this.folder = temporaryFolder(scope);
    this.write("ca.pem", this.authority.certificate);
    this.renew();
  }

  get certFile(): string {
    return join(this.folder, "cert.pem");
  }

  get keyFile(): string {
    return join(this.folder, "key.pem");
  }

  get caFile(): string {
    return join(this.folder, "ca.pem");
  }

  /** Puts another certificate and its key in the place of those that are there; gives the certificate. */
  renew(options: IssueOptions = {}): string {
    const { cert, key } = this.authority.issue(options);
    this.write("cert.pem", cert);
    this.write("key.pem", key);
    return cert;
  }

  /** Whoever reads the file finds the old content or the new. */
  write(name: string, content: string): void {
    const path = join(this.folder, name);
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  }
}
