import { parseArgs } from "node:util";
import { type FakeFaults, openFakeVllm } from "./fake-vllm.ts";

export interface FakeProgramFaults extends FakeFaults {
	readonly fails?: readonly string[];
	readonly hangs?: boolean;
}

/**
 * Stands for the program `vllm` in tests. FAKE_VLLM holds, as JSON, what goes wrong: the faults of the fake server, `fails`,
 * lines with which it ends instead of starting, and `hangs` if it never gets ready and does not
 * heed SIGTERM.
 */
const { positionals, values } = parseArgs({
	allowPositionals: true,
	strict: false,
	options: {
		port: { type: "string" },
		"served-model-name": { type: "string" },
		"max-model-len": { type: "string" },
	},
});
const { fails, hangs, ...faults }: FakeProgramFaults = JSON.parse(
	process.env.FAKE_VLLM ?? "{}",
);
process.stdout.write(`INFO 11-30 09:23:38 [api_server.py:1] ${positionals}\n`);
if (fails) {
	for (const line of fails) process.stderr.write(`${line}\n`);
	process.exit(1);
}
if (hangs) {
	process.on("SIGTERM", () => {});
	await new Promise((go) => setTimeout(go, 3_600_000));
}
await openFakeVllm(
	{
		model: String(values["served-model-name"]),
		root: String(positionals[1]),
		window: Number(values["max-model-len"]),
		key: process.env.VLLM_API_KEY ?? "none",
		faults,
		die: () => {
			process.stderr.write("RuntimeError: the fake died\n");
			process.exit(1);
		},
	},
	Number(values.port),
);
