import { spawn } from "node:child_process";
import { connect } from "node:net";
import { encodeMessage, FrameReader, type Message } from "../wire.ts";

/**
 * Stands for rank 0 in tests: connects as it would and answers every request with its own fields and tensors. The
 * operations `die`, `hang`, `refuse`, `noise` and `child` do what they are called. `raise` answers that rank 0 raised an exception and
 * goes on, `raise-and-end` ends then, and in `miss-raised` and `miss-killed` it only met the end of another rank, which raised one or
 * was killed. `scratch` answers with the folder for temporary files. `--token` shows a token that is wrong.
 */
const [, , mode] = process.argv;
const [kind = "", ...place] = (process.env.TEMPER_ADDRESS ?? "").split(":");
const socket =
	kind === "unix"
		? connect(place.join(":"))
		: connect(Number(place[1]), "127.0.0.1");
const token = mode === "--token" ? "wrong" : process.env.TEMPER_TOKEN;

const send = (fields: Message["fields"], tensors: Message["tensors"] = {}) => {
	for (const part of encodeMessage({ fields, tensors })) socket.write(part);
};

function answer({ fields, tensors }: Message): void {
	switch (fields.op) {
		case "die":
			process.exit(3);
			break;
		case "hang":
			return;
		case "noise":
			socket.write(Buffer.alloc(64, 1));
			return;
		case "refuse": {
			const error = {
				...{ code: "data", where: "row 1", expected: "a", found: "b" },
				hint: "Do c.",
			};
			send({ id: fields.id, ok: false, error });
			return;
		}
		case "raise":
			send({ id: fields.id, ok: false, raised: "KeyError: 'x'", fatal: false });
			return;
		case "raise-and-end":
		case "miss-raised":
		case "miss-killed": {
			const raised = fields.op === "raise-and-end" ? "KeyError: 'x'" : null;
			if (fields.op === "miss-raised")
				process.stderr.write("temper_torch raised ValueError: of rank 1\n");
			process.stderr.write("RuntimeError: gloo: Connection closed by peer\n");
			send({ id: fields.id, ok: false, raised, fatal: true });
			setTimeout(() => process.exit(1), 200);
			return;
		}
		case "scratch":
			send({ id: fields.id, ok: true, folder: process.env.TMPDIR });
			return;
		case "child": {
			const child = spawn(process.execPath, ["-e", "setInterval(()=>{},9e3)"]);
			send({ id: fields.id, ok: true, pid: child.pid });
			return;
		}
		default:
			send({ ...fields, ok: true }, tensors);
	}
}

const reader = new FrameReader();
socket.on("connect", () => {
	send({ op: "hello", token, protocol: mode === "--old" ? 0 : 1, world: 1 });
});
socket.on("data", (chunk) => {
	for (const message of reader.push(chunk)) answer(message);
});
socket.on("close", () => {
	if (mode === "--token") setInterval(() => {}, 1000);
	else process.exit(0);
});
