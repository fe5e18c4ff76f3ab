import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { launchCommand } from "./launch.ts";

const options = {
	...{ python: "/env of mine/python", id: "t-1" },
	...{ processes: 4, port: 4242 },
};

describe("the command of a group", () => {
	it("is torchrun, which never restarts, on this machine", () => {
		const command = launchCommand({ ...options, nodes: 1, launch: null });
		expect(command).toEqual({
			kind: "program",
			words: [
				...["/env of mine/python", "-m", "torch.distributed.run"],
				...["--standalone", "--nproc-per-node=4", "--max-restarts=0"],
				...["-m", "temper_torch.worker"],
			],
		});
	});

	it("is the worker itself if it is the only one", () => {
		const alone = { ...options, processes: 1, nodes: 1, launch: null };
		expect(launchCommand(alone)).toEqual({
			kind: "program",
			words: ["/env of mine/python", "-m", "temper_torch.worker"],
		});
	});

	it("is the template with torchrun in it on several", () => {
		const launch = "srun --nodes={nodes} {command} # {gpus}";
		const command = launchCommand({ ...options, nodes: 2, launch });
		expect(command).toEqual({
			kind: "shell",
			line: `srun --nodes=2 '/env of mine/python' -m torch.distributed.run --nnodes=2 --rdzv-backend=c10d --rdzv-endpoint=${hostname()}:4242 --rdzv-id=t-1 --nproc-per-node=4 --max-restarts=0 -m temper_torch.worker # 4`,
		});
	});
});
