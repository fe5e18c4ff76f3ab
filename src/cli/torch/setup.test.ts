import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import {
	pythonOf,
	setupFolder,
	setupRoot,
} from "../../engine/torch/environment.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";
import {
	fakePython,
	fakeUv,
	fakeWorld,
	goodFacts,
} from "./testing/fake-programs.ts";

type World = ReturnType<typeof fakeWorld>;
const worlds: World[] = [];
afterAll(() => {
	for (const { root } of worlds) rmSync(root, { recursive: true });
});

function world(programs: Readonly<Record<string, string>>): World {
	const made = fakeWorld(programs);
	worlds.push(made);
	return made;
}

function start({ env }: World, ...argv: string[]) {
	const context = { ...fakeContext(), env };
	const ended = runCli(["torch", "setup", ...argv], context).then((status) => ({
		...{ status, out: context.out(), err: context.err() },
	}));
	return { context, ended };
}

const setup = (made: World, ...argv: string[]) => start(made, ...argv).ended;

/** Everything in the folder of environments. */
function entries({ env }: World): string[] {
	const root = setupRoot(env);
	return existsSync(root) ? readdirSync(root) : [];
}

describe.skipIf(process.platform === "win32")("torch setup", () => {
	test("venv and pip make an environment under its final name, with locked hashes", async () => {
		const log = 'printf "%s\\n" "$@" > "$TMPDIR/../../pip-arguments"';
		const made = world({ python3: fakePython({ pip: log }) });
		const { status, out, err } = await setup(made);
		expect({ status, err }).toEqual({ status: 0, err: "" });
		expect(out).toContain(
			"done: Python 3.12.1, torch 2.15.0, transformers 5.23.0",
		);
		expect(out).toContain("test it: npx temper-lm torch check");
		expect(existsSync(pythonOf(setupFolder(made.env)))).toBe(true);
		const args = readFileSync(join(setupRoot(made.env), "pip-arguments"));
		expect(`${args}`).toMatch(
			/--require-hashes\n--only-binary\n:all:\n-r\n.*locks.torch\.txt\n/,
		);
		expect(entries(made).filter((name) => name.includes("tmp"))).toEqual([]);
	});

	test("uv goes before pip, and needs no Python", async () => {
		const made = world({ uv: fakeUv(fakePython()) });
		const { status, out } = await setup(made);
		expect(status).toBe(0);
		expect(out).toMatch(/made with +uv\n/);
		expect(existsSync(pythonOf(setupFolder(made.env)))).toBe(true);
	});

	test("what is there is kept; --force makes it anew", async () => {
		const made = world({ python3: fakePython() });
		await setup(made);
		const mark = join(setupFolder(made.env), "mark");
		writeFileSync(mark, "");
		expect((await setup(made)).out).toMatch(/^already there: /);
		expect(existsSync(mark)).toBe(true);
		const again = await setup(made, "--force");
		expect(again.status).toBe(0);
		expect(existsSync(mark)).toBe(false);
		expect(entries(made)).toEqual([expect.stringMatching(/^[0-9a-f]{12}$/)]);
	});

	test("an environment that lacks a package is made anew", async () => {
		const versions = { ...goodFacts.versions, peft: null };
		const bad = fakePython({ facts: { ...goodFacts, versions } });
		const made = world({ python3: fakePython() });
		const python = pythonOf(setupFolder(made.env));
		mkdirSync(join(python, ".."), { recursive: true });
		writeFileSync(python, bad, { mode: 0o755 });
		expect((await setup(made)).out).toContain("done: Python 3.12.1");
	});

	test("--dry-run says what would run and how large it is, and makes nothing", async () => {
		const made = world({ python3: fakePython({ venv: "exit 7" }) });
		const { status, out } = await setup(made, "--dry-run");
		expect(status).toBe(0);
		expect(out).toMatch(/packages +\d\d, with locked hashes: /);
		expect(out).toMatch(/download +about \d/);
		expect(out).toMatch(/on disk +\d.* are free\n/);
		expect(out).toContain("would run: ");
		expect(out).toContain(" -m venv ");
		expect(entries(made)).toEqual([]);
	});

	test("it says that TEMPER_PYTHON is used instead, and what other versions left", async () => {
		const made = world({ python3: fakePython() });
		const other = join(setupRoot(made.env), "0123456789ab");
		mkdirSync(other, { recursive: true });
		const env = { ...made.env, TEMPER_PYTHON: "/own/python" };
		const { out } = await setup({ ...made, env });
		expect(out).toContain("TEMPER_PYTHON is set, so /own/python is used");
		expect(out).toContain(`${other} belongs to another version of Temper`);
	});

	test("Ctrl+C ends the program that installs and leaves nothing behind", async () => {
		const pip = 'touch "$TMPDIR/../../begun"; exec sleep 60';
		const made = world({ python3: fakePython({ pip }) });
		const { context, ended } = start(made);
		await vi.waitFor(() => expect(entries(made)).toContain("begun"), 20_000);
		context.interrupt();
		expect((await ended).status).toBe(130);
		expect(entries(made)).toEqual(["begun"]);
	});

	test("leftovers of killed processes of this machine are removed, those of living ones and of other machines are not", async () => {
		const made = world({ python3: fakePython() });
		const folder = setupFolder(made.env);
		const host = hostname().replaceAll(/[^\w.]/g, "_");
		const dead = `${folder}.tmp-${host}-4194304-abcd`;
		const alive = `${folder}.tmp-${host}-${process.ppid}-abcd`;
		const foreign = `${folder}.tmp-elsewhere-4194304-abcd`;
		for (const path of [dead, alive, foreign])
			mkdirSync(path, { recursive: true });
		await setup(made);
		expect([dead, alive, foreign].map(existsSync)).toEqual([false, true, true]);
	});
});

const says = (text: string) => `echo '${text}' >&2; exit 1`;

describe.skipIf(process.platform === "win32")("torch setup refuses", () => {
	test.each([
		[
			"no uv and no Python",
			{},
			"temper-lm torch setup: expected uv or Python 3.11 to 3.15 on PATH, found neither.\nhint: Install uv",
		],
		[
			"only an old Python",
			{ python3: fakePython({ says: "3 9 2 True" }) },
			/found \S+python3 \(3\.9\.2\)\./,
		],
		[
			"a Python without venv",
			{ python3: fakePython({ says: "3 11 4 False" }) },
			/expected a Python with the modules venv and ensurepip, found \S+python3 \(3\.11\.4\) without them\.\nhint: .*apt install python3\.11-venv/,
		],
		[
			"a full disk",
			{
				python3: fakePython({
					pip: says("OSError: [Errno 28] No space left on device"),
				}),
			},
			/installing the packages: expected enough space for the environment, found a full disk \(OSError: .*\)\.\nhint: Nothing is left behind/,
		],
		[
			"no network, by pip",
			{
				python3: fakePython({
					pip: says(
						"WARNING: Retrying after connection broken by NewConnectionError: Temporary failure in name resolution",
					),
				}),
			},
			/expected a package index that answers, found no connection, or one that broke/,
		],
		[
			"no network, by uv",
			{
				uv: fakeUv(
					fakePython(),
					says("error: Request failed after 3 retries: dns error"),
				),
			},
			/expected a package index that answers/,
		],
		[
			"a package with another hash",
			{
				python3: fakePython({
					pip: says(
						"ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
					),
				}),
			},
			/expected packages with the locked hashes, found a package with another hash/,
		],
		[
			"a platform without packages",
			{
				uv: fakeUv(
					fakePython(),
					says("torch==2.15.0 has no wheels with a matching platform tag"),
				),
			},
			/expected a platform for which all packages exist/,
		],
		[
			"a venv that fails for its own reason",
			{
				python3: fakePython({
					venv: says("Error: [Errno 13] Permission denied"),
				}),
			},
			/making an empty environment: expected exit status 0, found status 1: Error: \[Errno 13\] Permission denied\./,
		],
		[
			"packages that do not load",
			{
				python3: fakePython({
					facts: {
						...goodFacts,
						machine: { value: null, error: "ImportError: libcudart.so" },
					},
				}),
			},
			/loading the packages: expected an environment that loads PyTorch, found ImportError: libcudart\.so\./,
		],
		[
			"an environment of a wrong Python",
			{ uv: fakeUv(fakePython({ says: "3 16 0 True" })) },
			/expected Python 3\.11 to 3\.15, found Python 3\.16\.0\.\nhint: Name another one with --python/,
		],
	])(
		"%s, in a sentence, and leaves nothing behind",
		async (_, programs, sentence) => {
			const made = world(programs);
			const { status, err } = await setup(made);
			expect(status).toBe(2);
			expect(err).toMatch(sentence);
			expect(entries(made)).toEqual([]);
		},
	);

	test("a failed --force leaves the environment that is there", async () => {
		const made = world({ python3: fakePython() });
		await setup(made);
		const script = fakePython({ pip: says("No space left on device") });
		writeFileSync(join(made.root, "bin", "python3"), script);
		expect((await setup(made, "--force")).status).toBe(2);
		expect(existsSync(pythonOf(setupFolder(made.env)))).toBe(true);
	});

	test("a named Python that is none, or too old, is named", async () => {
		const made = world({ old: fakePython({ says: "3 10 0 True" }) });
		const none = await setup(made, "--python", "/nowhere/python3");
		expect(none.err).toContain(
			"--python /nowhere/python3: expected Python 3.11 to 3.15, found no program that answers as Python does.",
		);
		const old = await setup(made, "--python", "old");
		expect(old.err).toMatch(/found \S+old \(3\.10\.0\)\./);
		expect([none.status, old.status]).toEqual([2, 2]);
	});
});
