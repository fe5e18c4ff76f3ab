import { parseArgs } from "node:util";
import { type FakeFaults, openFakeVllm } from "./fake-vllm.ts";

/**
 * Stands for the program `vllm` in tests. FAKE_VLLM holds, as JSON, what goes wrong: the faults of the fake server, and `fails`,
 * lines with which it ends instead of starting.
 */
const { positionals, values } = parseArgs({
	allowPositionals: true,
	strict: false,
	options: {
		port: { type: "string" },
		"served-model-name": { type: "string" },
		"enable-lora": { type: "boolean" },
	},
});
const { fails, ...faults }: FakeFaults & { fails?: string[] } = JSON.parse(
	process.env.FAKE_VLLM ?? "{}",
);
process.stdout.write(`INFO 11-30 09:23:38 [api_server.py:1] ${positionals}\n`);
if (fails) {
	for (const line of fails) process.stderr.write(`${line}\n`);
	process.exit(1);
}
await openFakeVllm(
	{
		model: String(values["served-model-name"]),
		root: String(positionals[1]),
		key: process.env.VLLM_API_KEY ?? "none",
		faults,
		die: () => {
			process.stderr.write("RuntimeError: the fake died\n");
			process.exit(1);
		},
	},
	Number(values.port),
);
