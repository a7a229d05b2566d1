// An SMSC made of node-smpp: hands over what it is told on standard input, a JSON object a line, and tells what it
// hears in the same way. The first line that it writes is its port.
"use strict";

const readline = require("readline");
const smpp = require("smpp");

const sessions = new Set();
let count = 0;

const tell = (what) => process.stdout.write(JSON.stringify(what) + "\n");

const server = smpp.createServer((session) => {
  session.on("bind_transceiver", (pdu) => {
    const known = pdu.system_id === "aduan" && pdu.password === "rahasia";
    session.send(pdu.response({ command_status: known ? 0 : smpp.ESME_RINVPASWD, system_id: "node" }));
    if (!known) return;
    sessions.add(session);
    tell({ event: "bound", version: pdu.interface_version });
  });
  session.on("submit_sm", (pdu) => {
    const id = (++count + 0xa0).toString(16);
    session.send(pdu.response({ message_id: id }));
    const message = pdu.short_message;
    tell({
      event: "submitted",
      id,
      from: pdu.source_addr,
      to: pdu.destination_addr,
      text: message.message,
      udh: message.udh ? message.udh.map((element) => Buffer.from(element).toString("hex")) : [],
      receipt: pdu.registered_delivery,
    });
    if (!pdu.registered_delivery) return;
    // In decimal, padded, as many SMSCs name in receipts what they had named otherwise.
    const name = String(parseInt(id, 16)).padStart(10, "0");
    session.deliver_sm({
      source_addr_ton: 1,
      source_addr: pdu.destination_addr,
      destination_addr: pdu.source_addr,
      esm_class: smpp.ESM_CLASS.MC_DELIVERY_RECEIPT,
      short_message: `id:${name} sub:001 dlvrd:001 submit date:2611231000 done date:2611231001 stat:DELIVRD err:000 text:`,
    });
  });
  session.on("enquire_link", (pdu) => session.send(pdu.response()));
  session.on("unbind", (pdu) => {
    session.send(pdu.response());
    session.close();
    tell({ event: "unbound" });
  });
  session.on("close", () => sessions.delete(session));
  session.on("error", (error) => tell({ event: "error", error: String(error) }));
});

server.listen(0, "127.0.0.1", () => tell(server.address().port));

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const order = JSON.parse(line);
  for (const session of sessions) {
    if (order.enquire) session.enquire_link({}, () => tell({ event: "alive" }));
    if (!order.from) continue;
    const short_message = order.udh ? { udh: Buffer.from(order.udh, "hex"), message: order.text } : order.text;
    session.deliver_sm(
      { source_addr_ton: 1, source_addr: order.from, destination_addr: "1708", short_message },
      (pdu) => tell({ event: "acknowledged", text: order.text, status: pdu.command_status }),
    );
  }
});
