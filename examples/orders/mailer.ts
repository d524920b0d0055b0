/**
 * A mailer: sends the e-mails that the order service asks for. "Sending" writes to a stream here, in one commit with the end of the job, so that it can be checked that no e-mail is sent twice; a real
 * mail server takes no part in a commit, so there an e-mail may be sent again by who takes over from a mailer that died. Runs until it is told to stop (SIGTERM). Says on its standard
 * output which it has sent. `main.ts` starts two.
 */
import { setTimeout } from "node:timers/promises";
import { connect } from "@flowmesh/client";
import { type Mail, names } from "./orders.ts";

const mesh = await connect();
const servers = mesh.kv(names.servers);
const mailer = mesh.worker(names.mails, { concurrency: 4, label: process.argv[2] }, async (job, { log, commit }) => {
  const mail = job.json<Mail>()!;
  const [, domain = ""] = mail.to.split("@");
  log(`connecting to the mail server of ${domain}`);
  if ((await servers.get(domain))?.text() === "down")
    throw new Error(`the mail server of ${domain} refuses connections`);
  await setTimeout(5); // The work.
  await commit((tx) => tx.publish(names.sent, mail, { key: mail.to }), { sentTo: mail.to });
  console.log(mail.order);
});
process.once("SIGTERM", () => void mailer.stop().catch(() => undefined));
try {
  await mailer.ended;
} finally {
  await mesh.close();
}
