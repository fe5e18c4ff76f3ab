import { expect, test } from "vitest";
import { parseLauncher, readLauncher } from "../../../recipes/launcher.ts";
import { commandLauncher } from "./command.ts";
import { runProgram, shellWord } from "./run-program.ts";

const job = { name: "temper-1", folder: "/a b/1", command: "echo 'it is'" };

test("placeholders arrive as single words, and the id is what start printed last", async () => {
	const launcher = commandLauncher({
		start: "echo noise; printf '%s|' {name} {folder} {command}",
		status: "test {id} = \"temper-1|/a b/1|echo 'it is'|\" && echo running",
		stop: "true",
		states: {},
	});
	const id = await launcher.submit(job);
	expect(id).toBe("temper-1|/a b/1|echo 'it is'|");
	expect(await launcher.state(id)).toEqual({ kind: "running" });
});

test.each([
	["spaces", "/a  b /"],
	["quotes", `/it's "here"/`],
	["a line break", "/one\ntwo/"],
	["expansions of the shell", "/$HOME `id` * ~ %d \\/"],
])("a folder with %s arrives as it is", async (_, folder) => {
	const launcher = commandLauncher({
		start: "printf '%s\n' {name}",
		status: `test {folder} = ${shellWord(folder)} && echo running`,
		stop: "true",
		states: {},
	});
	const id = await launcher.submit({ ...job, folder });
	expect(await launcher.state(id)).toEqual({ kind: "running" });
});

test("a program that a signal ended is named with the signal", async () => {
	await expect(runProgram("sh", ["-c", "kill -9 $$"], "")).rejects.toThrow(
		/found SIGKILL/,
	);
});

test("states are recognised by their patterns, and anything else is refused", async () => {
	let printed = "PENDING";
	const launcher = commandLauncher({
		...{ start: "true", stop: "true" },
		get status() {
			return `echo ${shellWord(printed)}`;
		},
		states: { waiting: "PENDING|INIT", failed: "FAILED.*", lost: "" },
	});
	const id = await launcher.submit(job);
	expect(id).toBe("temper-1");
	expect(await launcher.state(id)).toEqual({ kind: "waiting" });
	printed = "FAILED_SETUP";
	expect(await launcher.state(id)).toMatchObject({
		kind: "ended",
		lost: false,
	});
	printed = "suspended";
	expect(await launcher.state(id)).toEqual({ kind: "suspended" });
	printed = "";
	expect(await launcher.state(id)).toMatchObject({ kind: "ended", lost: true });
	printed = "who knows";
	await expect(launcher.state(id)).rejects.toMatchObject({
		...{ code: "device", where: "launcher.status" },
		expected: "one of done, failed, lost, running, suspended, waiting",
		found: "status 0: who knows",
	});
});

test.each([
	[
		{ kind: "ray", seats: 2 },
		/address: expected the address of Ray's dashboard/,
	],
	[{ kind: "slurm" }, /seats: expected a whole number/],
	[{ kind: "slurm", seats: 1, option: [] }, /option/],
	[{ kind: "pbs", seats: 1 }, /kind/],
	[
		{ kind: "command", seats: 1, start: "a", stop: "b" },
		/status: expected a command/,
	],
])("a launcher that is wrong is refused: %j", (written, message) => {
	expect(() => parseLauncher(written)).toThrow(message);
});

test("the command line names a launcher in place", () => {
	expect(readLauncher("local")).toEqual({ kind: "local" });
	expect(
		readLauncher('{ kind: ray, address: "http://head:8265", seats: 4 }'),
	).toMatchObject({ kind: "ray", cpus: 1, gpus: 0, resources: {}, env: {} });
	expect(() => readLauncher("missing.yaml")).toThrow(/missing\.yaml/);
});
